import assert from 'node:assert/strict';
import type { Bench, Case } from '../bench.js';
import type { Outcome } from '../outcome.js';
import { probeTool } from '../probe-tools.js';
import type { UpstreamBehaviour } from '../scripted-upstream.js';

const SECRET = 'Incorrect API key provided: sk-kit-0123456789.';
const statuses = [
  { status: 400, code: 'context_length_exceeded', param: 'messages' },
  { status: 403, code: 'unsupported_country' },
  { status: 404, code: 'model_not_found', param: 'model' },
  { status: 409, code: 'conflict' },
  { status: 422, code: 'unprocessable' },
  { status: 429, code: 'rate_limit_exceeded', headers: { 'retry-after': '7' } },
  { status: 500, code: 'server_error' },
  { status: 503, code: 'overloaded' },
];
const odd: Readonly<Record<string, { status: number; body: string }>> = {
  'a page of HTML': { status: 502, body: '<html><body><h1>Bad Gateway</h1></body></html>' },
  'JSON of another kind': { status: 422, body: '{"detail":"No such thing."}' },
  'an error that is a text': { status: 400, body: '{"error":"No such thing."}' },
  'an error that is null': { status: 400, body: '{"error":null}' },
  'an error with a number for its code': { status: 400, body: '{"error":{"message":"No.","code":400}}' },
  null: { status: 500, body: 'null' },
  'an empty body': { status: 503, body: '' },
  'a list': { status: 500, body: '[1]' },
};
const laterFailures: Readonly<Record<string, UpstreamBehaviour>> = {
  'is refused': { error: { status: 500, message: 'It broke.' } },
  'ends before it begins': { reply: 'Blue.', end: { afterChunks: 0 } },
  'is cut before it begins': { reply: 'Blue.', cut: { afterChunks: 0 } },
};

export function errorCases(test: Case): void {
  for (const { status, code, param = null, headers = {} } of statuses) {
    for (const stream of [true, false]) {
      test(`keeps status ${status}, its code and its field, ${how(stream)}`, {}, async (bench) => {
        const message = 'The upstream will not.';
        bench.upstream.enqueue({ error: { status, code, param, message, headers } });
        const { refusal } = await bench.run({ stream });
        assert.deepEqual([refusal.status, refusal.code, refusal.param], [status, code, param]);
        if (status !== 403) assert.match(refusal.message, /The upstream will not\./);
        assert.equal(refusal.retryAfter, status === 429 ? 7 : undefined);
        assert.equal(bench.requests.length, 1);
      });
    }
  }

  for (const status of [401, 403]) {
    test(
      `does not repeat what the upstream says with ${status} of the server's own key`,
      {},
      async (bench) => {
        bench.upstream.enqueue({ error: { status, code: 'invalid_api_key', message: SECRET } });
        const { refusal } = await bench.run();
        assert.deepEqual([refusal.status, refusal.code], [status, 'invalid_api_key']);
        assert.doesNotMatch(refusal.message, /sk-kit|Incorrect/);
        assert.ok(refusal.message.length > 0);
      },
    );
  }

  for (const [what, { status, body }] of Object.entries(odd)) {
    test(`keeps the status of ${what}`, {}, async (bench) => {
      bench.upstream.enqueue({ error: { status, body } });
      const { refusal } = await bench.run();
      assert.equal(refusal.status, status);
      assert.doesNotMatch(refusal.message, /[<>]/);
      assert.ok(refusal.message.length > 0 && refusal.code.length > 0);
    });
  }

  for (const stream of [true, false]) {
    test(`says that the upstream cannot be reached, ${how(stream)}`, {}, async (bench) => {
      bench.upstream.enqueue({ refuse: true });
      const { refusal } = await bench.run({ stream });
      assert.deepEqual([refusal.status, refusal.code], [502, 'upstream_unreachable']);
    });

    test(
      `says that the upstream did not begin in time, ${how(stream)}`,
      { headersTimeout: 200 },
      async (bench) => {
        bench.upstream.enqueue({ silence: 'headers' });
        const { refusal } = await bench.run({ stream });
        assert.deepEqual([refusal.status, refusal.code], [504, 'upstream_timeout']);
        assert.equal(await bench.aborted(), 1);
      },
    );
  }

  test('says that nobody listens there', {}, async (bench) => {
    await bench.upstream.close();
    const { refusal } = await bench.run();
    assert.deepEqual([refusal.status, refusal.code], [502, 'upstream_unreachable']);
  });

  test('says that the upstream fell silent', { idleTimeout: 200 }, async (bench) => {
    bench.upstream.enqueue({ reply: ['It', ' is', ' blue.'], silence: { afterChunks: 2 } });
    const outcome = await bench.run();
    assert.deepEqual([outcome.failure.status, outcome.failure.code], [504, 'upstream_timeout']);
    assert.equal(outcome.text, 'It is');
    assert.equal(await bench.aborted(), 1);
  });

  const broken: Readonly<Record<string, (afterChunks: number) => UpstreamBehaviour>> = {
    'cuts the connection': (afterChunks) => ({ cut: { afterChunks } }),
    'ends its answer without a finish': (afterChunks) => ({ end: { afterChunks } }),
    'sends what is no JSON': (afterChunks) => ({ malformed: { afterChunks } }),
    'sends an error': (afterChunks) => ({ streamError: { afterChunks, message: 'It broke.' } }),
  };
  for (const [what, at] of Object.entries(broken)) {
    test(`throws when the upstream ${what} before it begins`, {}, async (bench) => {
      const outcome = await fails(bench, at(0), true);
      assert.ok(outcome.refusal.status >= 500);
    });

    test(`ends with an error when the upstream ${what} in the middle`, {}, async (bench) => {
      const outcome = await fails(bench, at(2), true);
      assert.ok(outcome.failure.status >= 500);
      assert.equal(outcome.text, 'It is');
    });

    test(`ends with an error when the upstream ${what} before its finish`, {}, async (bench) => {
      const outcome = await fails(bench, at(100), true);
      assert.ok(outcome.failure.status >= 500);
      assert.equal(outcome.text, 'It is blue.');
    });

    test(`throws when the upstream ${what} and does not stream`, {}, async (bench) => {
      const outcome = await fails(bench, at(0), false);
      assert.ok(outcome.refusal.status >= 500);
    });
  }

  test('ends with an error when the upstream breaks off after saying only its role', {}, async (bench) => {
    bench.upstream.enqueue({ reply: [], end: { afterChunks: 1 } });
    assert.equal((await bench.run()).failure.status, 502);
  });

  for (const [what, behaviour] of Object.entries(laterFailures)) {
    const tools = [probeTool('look_up', () => 'blue')];
    test(`ends with an error when the step after a tool ${what}`, { tools }, async (bench) => {
      bench.upstream.enqueue({ toolCalls: [{ name: 'look_up', arguments: { about: 'sky' } }] }, behaviour);
      const outcome = await bench.run();
      assert.ok(outcome.failure.status >= 500);
      assert.equal(outcome.text, '');
    });
  }

  test('passes on what the upstream says of an error in its stream', {}, async (bench) => {
    const outcome = await fails(bench, { streamError: { afterChunks: 2, message: 'It broke.' } }, true);
    assert.match(outcome.failure.message, /It broke\./);
  });
}

function how(stream: boolean): string {
  return stream ? 'streaming' : 'not streaming';
}

/** Runs a turn that has to fail, and sees that its error is not dressed up as an answer. */
async function fails(bench: Bench, behaviour: UpstreamBehaviour, stream: boolean): Promise<Outcome> {
  bench.upstream.enqueue({ reply: ['It', ' is', ' blue.'], ...behaviour });
  const outcome = await bench.run({ stream });
  assert.ok('It is blue.'.startsWith(outcome.text), `it said ${JSON.stringify(outcome.text)}`);
  assert.equal(outcome.usage, undefined);
  assert.equal(outcome.of('turn-end').length, 0);
  return outcome;
}
