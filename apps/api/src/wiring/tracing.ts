import { isTracingOn } from '../tracing/is-tracing-on.js';
import type { Tracing, TracingParts } from '../tracing/start-tracing.js';

const PORTS: Readonly<Record<string, number>> = { 'https:': 443, 'http:': 80 };

/** Traces turns, where the standard variables of OpenTelemetry ask for it. */
export async function openTracing(
  upstreamURL: string,
  parts: Omit<TracingParts, 'variables' | 'upstream'>,
): Promise<Tracing | undefined> {
  if (!isTracingOn(process.env)) return undefined;
  const { startTracing } = await import('../tracing/start-tracing.js');
  const { hostname, port, protocol } = new URL(upstreamURL);
  // Whoever speaks OpenAI's protocol is called so, as the conventions have it.
  const upstream = { provider: 'openai', address: hostname, port: Number(port) || (PORTS[protocol] ?? 0) };
  return startTracing({ ...parts, variables: process.env, upstream });
}
