import { listed, type Variables } from './is-tracing-on.js';

const SAMPLERS = [
  'always_on',
  'always_off',
  'traceidratio',
  'parentbased_always_on',
  'parentbased_always_off',
  'parentbased_traceidratio',
] as const;
const PROTOCOL = 'http/protobuf';

/** What the SDK leaves to those who use it. The exporter and the resource read their own variables. */
export interface TracingOptions {
  readonly sampler: (typeof SAMPLERS)[number];
  /** Of `traceidratio`; 0 to 1. */
  readonly ratio: number;
  /** Whether `traceparent` is read from requests and sent on with calls. */
  readonly propagates: boolean;
  /** Spans and milliseconds. */
  readonly batch: {
    readonly maxQueueSize: number;
    readonly maxExportBatchSize: number;
    readonly scheduledDelayMillis: number;
    readonly exportTimeoutMillis: number;
  };
}

/**
 * Reads the standard variables, https://opentelemetry.io/docs/specs/otel/configuration/sdk-environment-variables/. As they say,
 * one that makes no sense is told of and then left out: they are often set for many services at once.
 * @param complain is told each such variable and what it allows
 */
export function readTracingOptions(
  variables: Variables,
  complain: (variable: string, allowed: string) => void,
): TracingOptions {
  const number = (name: string, fallback: number, isAllowed: (value: number) => boolean, allowed: string) => {
    const text = variables[name]?.trim();
    if (!text) return fallback;
    if (isAllowed(Number(text))) return Number(text);
    complain(name, allowed);
    return fallback;
  };
  const count = (name: string, fallback: number) =>
    number(name, fallback, (value) => Number.isInteger(value) && value > 0, 'a whole number above 0');
  for (const name of ['OTEL_EXPORTER_OTLP_TRACES_PROTOCOL', 'OTEL_EXPORTER_OTLP_PROTOCOL']) {
    if ((variables[name] || PROTOCOL) !== PROTOCOL) complain(name, PROTOCOL);
  }
  const asked = variables['OTEL_TRACES_SAMPLER']?.trim().toLowerCase();
  const sampler = SAMPLERS.find((name) => name === asked);
  if (asked && sampler === undefined) complain('OTEL_TRACES_SAMPLER', SAMPLERS.join(', '));
  const propagators = variables['OTEL_PROPAGATORS'];
  const maxQueueSize = count('OTEL_BSP_MAX_QUEUE_SIZE', 2_048);
  return {
    sampler: sampler ?? 'parentbased_always_on',
    ratio: number('OTEL_TRACES_SAMPLER_ARG', 1, (value) => value >= 0 && value <= 1, 'a number from 0 to 1'),
    propagates: !propagators || listed(propagators).includes('tracecontext'),
    batch: {
      maxQueueSize,
      maxExportBatchSize: Math.min(count('OTEL_BSP_MAX_EXPORT_BATCH_SIZE', 512), maxQueueSize),
      scheduledDelayMillis: count('OTEL_BSP_SCHEDULE_DELAY', 5_000),
      exportTimeoutMillis: count('OTEL_BSP_EXPORT_TIMEOUT', 30_000),
    },
  };
}
