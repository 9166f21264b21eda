import { describe, expect, it } from '@jest/globals';
import { isTracingOn, type Variables } from './is-tracing-on.js';
import { readTracingOptions } from './tracing-options.js';

const endpoint = { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector:4318' };

describe('traces', () => {
  it.each<[boolean, Variables]>([
    [false, {}],
    [false, { OTEL_EXPORTER_OTLP_ENDPOINT: '', OTEL_TRACES_EXPORTER: '' }],
    [false, { OTEL_SERVICE_NAME: 'chat', OTEL_EXPORTER_OTLP_METRICS_ENDPOINT: 'http://collector' }],
    [true, endpoint],
    [true, { OTEL_EXPORTER_OTLP_ENDPOINT: '', OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'http://collector' }],
    [true, { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector', OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: '' }],
    [true, { OTEL_TRACES_EXPORTER: 'otlp' }],
    [true, { OTEL_TRACES_EXPORTER: 'console, OTLP' }],
    [false, { ...endpoint, OTEL_TRACES_EXPORTER: 'none' }],
    [false, { ...endpoint, OTEL_TRACES_EXPORTER: 'zipkin' }],
    [false, { ...endpoint, OTEL_TRACES_EXPORTER: 'otlp', OTEL_SDK_DISABLED: ' True ' }],
    [true, { ...endpoint, OTEL_SDK_DISABLED: 'false' }],
  ])('are %p with %j', (isOn, variables) => {
    expect(isTracingOn(variables)).toBe(isOn);
  });
});

function read(variables: Variables) {
  const complaints: string[] = [];
  return { ...readTracingOptions(variables, (variable) => complaints.push(variable)), complaints };
}

describe('the options of tracing', () => {
  it('are those of the specification where nothing is set', () => {
    expect(read({ OTEL_TRACES_SAMPLER: '', OTEL_PROPAGATORS: '' })).toEqual({
      sampler: 'parentbased_always_on',
      ratio: 1,
      propagates: true,
      batch: {
        maxQueueSize: 2_048,
        maxExportBatchSize: 512,
        scheduledDelayMillis: 5_000,
        exportTimeoutMillis: 30_000,
      },
      complaints: [],
    });
  });

  it('are read from their variables', () => {
    expect(
      read({
        OTEL_TRACES_SAMPLER: 'parentbased_traceidratio',
        OTEL_TRACES_SAMPLER_ARG: '0.05',
        OTEL_PROPAGATORS: 'baggage,b3',
        OTEL_BSP_MAX_QUEUE_SIZE: '100',
        OTEL_BSP_SCHEDULE_DELAY: '250',
        OTEL_EXPORTER_OTLP_PROTOCOL: 'http/protobuf',
      }),
    ).toMatchObject({
      sampler: 'parentbased_traceidratio',
      ratio: 0.05,
      propagates: false,
      batch: { maxQueueSize: 100, maxExportBatchSize: 100, scheduledDelayMillis: 250 },
      complaints: [],
    });
  });

  it.each([
    ['OTEL_TRACES_SAMPLER', 'jaeger_remote'],
    ['OTEL_TRACES_SAMPLER_ARG', '1.5'],
    ['OTEL_TRACES_SAMPLER_ARG', 'half'],
    ['OTEL_BSP_MAX_QUEUE_SIZE', '0'],
    ['OTEL_BSP_EXPORT_TIMEOUT', '1.5'],
    ['OTEL_EXPORTER_OTLP_TRACES_PROTOCOL', 'http/json'],
  ])('leave %s=%s out and say so', (name, value) => {
    const { complaints, ...options } = read({ [name]: value });
    expect(complaints).toEqual([name]);
    expect(options).toEqual(readTracingOptions({}, () => undefined));
  });
});
