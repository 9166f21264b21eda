import { diag, DiagLogLevel } from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-proto';
import {
  defaultResource,
  detectResources,
  resourceAttributesEnvDetector,
  resourceFromAttributes,
  serviceNameEnvDetector,
  type Resource,
} from '@opentelemetry/resources';
import {
  AlwaysOffSampler,
  AlwaysOnSampler,
  BatchSpanProcessor,
  ParentBasedSampler,
  RandomIdGenerator,
  TraceIdRatioBasedSampler,
  type Sampler,
} from '@opentelemetry/sdk-trace';
import type { Clock, Logger } from '@yychat/engine-core';
import type { Variables } from './is-tracing-on.js';
import { readableSpan } from './span.js';
import type { Upstream } from './span-attributes.js';
import { readTracingOptions, type TracingOptions } from './tracing-options.js';
import { TurnTracer } from './turn-tracer.js';
import { WatchedExporter } from './watched-exporter.js';

/** Milliseconds that the last spans get to leave when the service ends. */
const FAREWELL = 5_000;

export interface TracingParts {
  readonly variables: Variables;
  readonly upstream: Upstream;
  readonly version: string;
  /** Names this run of this process. */
  readonly instance: string;
  readonly clock: Clock;
  readonly logger: Logger;
}

export interface Tracing {
  readonly tracer: TurnTracer;
  /** Exports what is waiting. Resolves after 5 s at most, and never rejects. */
  close(): Promise<void>;
}

/** Loads the SDK, which nobody needs whose turns are not traced: to be imported only then. */
export function startTracing(parts: TracingParts): Tracing {
  const { variables, upstream, version, instance, clock, logger } = parts;
  logOfSdk(logger);
  const options = readTracingOptions(variables, (variable, allowed) =>
    logger.warn({ variable, allowed }, 'a variable of OpenTelemetry is left out of account'),
  );
  const processor = new BatchSpanProcessor({
    exporter: new WatchedExporter(new OTLPTraceExporter(), logger),
    ...options.batch,
  });
  const origin = { resource: resourceOf(version, instance), scope: { name: 'yychat', version } };
  const tracer = new TurnTracer({
    clock,
    upstream,
    sampler: samplerOf(options),
    ids: new RandomIdGenerator(),
    propagates: options.propagates,
    sink: (span) => processor.onEnd(readableSpan(span, origin)),
  });
  logger.info({ sampler: options.sampler }, 'turns are traced');
  return {
    tracer,
    close: () =>
      new Promise((resolve) => {
        const deadline = clock.after(FAREWELL, () => {
          logger.warn({}, 'the last spans could not be exported in time');
          resolve();
        });
        // The exporter has told why, where it could not.
        const done = () => {
          deadline.cancel();
          resolve();
        };
        processor.shutdown().then(done, done);
      }),
  };
}

/** The environment wins over what the service says of itself. */
function resourceOf(version: string, instance: string): Resource {
  const service = { 'service.name': 'yychat', 'service.version': version, 'service.instance.id': instance };
  return defaultResource()
    .merge(resourceFromAttributes(service))
    .merge(detectResources({ detectors: [resourceAttributesEnvDetector, serviceNameEnvDetector] }));
}

function samplerOf({ sampler, ratio }: TracingOptions): Sampler {
  const root = sampler.endsWith('traceidratio')
    ? new TraceIdRatioBasedSampler(ratio)
    : sampler.endsWith('always_on')
      ? new AlwaysOnSampler()
      : new AlwaysOffSampler();
  return sampler.startsWith('parentbased_') ? new ParentBasedSampler({ root }) : root;
}

/**
 * The SDK's own words. Its warnings are few: a variable that it cannot read, spans dropped because of a full queue. Its errors are those of
 * every single export, of which the log has been told by then.
 */
function logOfSdk(logger: Logger): void {
  const say = (method: 'warn' | 'debug') => (message: string) =>
    // What stands in quotes is what was given: an address may hold a password.
    logger[method]({ said: message.replaceAll(/'[^']*'/g, "'…'") }, 'OpenTelemetry says');
  const [warn, debug] = [say('warn'), say('debug')];
  const words = { error: debug, warn, info: debug, debug, verbose: debug };
  diag.setLogger(words, { logLevel: DiagLogLevel.WARN, suppressOverrideMessage: true });
}
