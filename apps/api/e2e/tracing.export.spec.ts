import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { eventually } from './support/eventually.js';
import { OtlpCollector } from './support/otlp-collector.js';
import { startOverSimulator, type Setup, type SetupOptions } from './support/over-simulator.js';
import { asking, chat } from './support/raw-chat.js';

const TRACEPARENT = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01';
const FAST = { OTEL_BSP_SCHEDULE_DELAY: '20' };

let collector: OtlpCollector;
let setup: Setup;
beforeEach(async () => {
  collector = await OtlpCollector.start();
});
afterEach(async () => {
  await setup.stop();
  await collector.close();
});

async function start(options: SetupOptions = {}): Promise<void> {
  setup = await startOverSimulator(options);
}

/** Takes a turn to its end, which must be a good one. Resolves with the id of its request. */
async function turn(headers: Readonly<Record<string, string>> = {}): Promise<string> {
  const { status, headers: answered } = await chat(setup.service, asking(), { headers }).answer;
  expect(status).toBe(200);
  return answered['x-request-id'] as string;
}

type LogLine = Readonly<Record<string, unknown>>;

/** What is in the log by this message. */
function logged(message: string): LogLine[] {
  const lines = setup.service.stdout().split('\n').slice(0, -1);
  return lines.map((line) => JSON.parse(line) as LogLine).filter(({ msg }) => msg === message);
}

async function ended() {
  const begun = performance.now();
  setup.service.signal('SIGTERM');
  const code = await setup.service.exited();
  return { code, took: performance.now() - begun };
}

describe('traces are off', () => {
  const cases = [
    { when: 'by default', env: {} },
    { when: 'with OTEL_SDK_DISABLED', env: { OTEL_SDK_DISABLED: 'true' }, endpoint: true },
  ];

  it.each(cases)('$when: nothing is exported, passed on or logged', async ({ env, endpoint = false }) => {
    await start({
      env: { ...FAST, ...env, ...(endpoint && { OTEL_EXPORTER_OTLP_ENDPOINT: collector.url }) },
    });
    await turn({ traceparent: TRACEPARENT, tracestate: 'a=1' });
    expect(await ended()).toMatchObject({ code: 0 });
    const [{ headers }] = setup.upstream.requests as [(typeof setup.upstream.requests)[number]];
    expect(headers).not.toHaveProperty('traceparent');
    expect(headers).not.toHaveProperty('tracestate');
    expect(collector.exports).toBe(0);
    expect(logged('turn complete')[0]).not.toHaveProperty('trace_id');
  });
});

describe('the standard variables', () => {
  it('may stand in .env', async () => {
    await start({
      files: {
        '.env': [
          `OTEL_EXPORTER_OTLP_TRACES_ENDPOINT=${collector.url}/v1/traces`,
          'OTEL_SERVICE_NAME=chat-of-ours',
          'OTEL_BSP_SCHEDULE_DELAY=20',
        ].join('\n'),
      },
    });
    const { span } = await collector.traceOf(await turn());
    expect(span.resource['service.name']).toBe('chat-of-ours');
  });

  it('set a sampler', async () => {
    const OTEL_TRACES_SAMPLER = 'traceidratio';
    const env = { ...FAST, OTEL_EXPORTER_OTLP_ENDPOINT: collector.url, OTEL_TRACES_SAMPLER };
    await start({ env: { ...env, OTEL_TRACES_SAMPLER_ARG: '0.25' } });
    const turns = 200;
    for (let i = 0; i < turns; i += 20) await Promise.all(Array.from({ length: 20 }, () => turn()));
    expect(await ended()).toMatchObject({ code: 0 });
    const sampled = collector.spans.filter(({ kind }) => kind === 'server').length;
    // Four standard deviations of a binomial distribution.
    expect(Math.abs(sampled - turns / 4)).toBeLessThan(4 * Math.sqrt(turns * 0.25 * 0.75));
    const flags = setup.upstream.requests.map(({ headers }) => String(headers['traceparent']).slice(-2));
    expect(flags.filter((flag) => flag === '01')).toHaveLength(sampled);
    expect(flags.filter((flag) => flag === '00')).toHaveLength(turns - sampled);
  });

  it('keep traces from coming in and going on', async () => {
    await start({
      env: { ...FAST, OTEL_EXPORTER_OTLP_ENDPOINT: collector.url, OTEL_PROPAGATORS: 'none' },
    });
    const { span } = await collector.traceOf(await turn({ traceparent: TRACEPARENT }));
    expect(span.parentSpanId).toBe('');
    expect(setup.upstream.requests[0]?.headers).not.toHaveProperty('traceparent');
  });

  it('are told of and left out where they make no sense', async () => {
    await start({
      env: {
        ...FAST,
        OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
        OTEL_TRACES_SAMPLER: 'sometimes',
        OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc',
        OTEL_BSP_MAX_QUEUE_SIZE: '-1',
      },
    });
    await collector.traceOf(await turn());
    const complaints = logged('a variable of OpenTelemetry is left out of account');
    expect(complaints.map((line) => line['variable'])).toEqual([
      'OTEL_EXPORTER_OTLP_PROTOCOL',
      'OTEL_TRACES_SAMPLER',
      'OTEL_BSP_MAX_QUEUE_SIZE',
    ]);
  });
});

describe('a collector', () => {
  const env = () => ({ ...FAST, OTEL_EXPORTER_OTLP_ENDPOINT: collector.url });

  it('that refuses is told of once, and so is that it takes them again; turns go on', async () => {
    await start({ env: env() });
    collector.status = 401;
    for (let i = 1; i <= 4; i++) {
      await turn();
      await eventually(() => collector.exports >= i, 'an export is refused');
    }
    collector.status = 200;
    await collector.traceOf(await turn());
    await eventually(() => logged('spans are exported again').length === 1, 'it is said');
    expect(logged('spans cannot be exported')).toMatchObject([{ code: 401 }]);
    expect(logged('spans are exported again')[0]?.['lost']).toBeGreaterThanOrEqual(8);
    expect(setup.service.stderr()).not.toContain('OTLP');
  });

  it('gets what is waiting when the service ends', async () => {
    await start({ env: { ...env(), OTEL_BSP_SCHEDULE_DELAY: '600000' } });
    const requestId = await turn();
    expect(collector.exports).toBe(0);
    expect(await ended()).toMatchObject({ code: 0 });
    const { span } = await collector.traceOf(requestId);
    expect(span.attributes).toMatchObject({ 'yychat.outcome': 'ok' });
  });

  it('that does not answer holds neither turns nor the end of the service up', async () => {
    await start({ env: { ...env(), OTEL_BSP_MAX_QUEUE_SIZE: '8' } });
    collector.isSilent = true;
    for (let i = 0; i < 20; i++) await turn();
    const { code, took } = await ended();
    expect(code).toBe(0);
    expect(took).toBeLessThan(8_000);
    expect(logged('the last spans could not be exported in time')).toHaveLength(1);
  });
});
