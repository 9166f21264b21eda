import assert from 'node:assert/strict';
import type { Case } from '../bench.js';
import type { Outcome } from '../outcome.js';
import type { UpstreamBehaviour } from '../scripted-upstream.js';

const REPLY = 'Grüße, 世界! 🌍👩‍👩‍👧 e\u0301.\nDone.';
const transports: Readonly<Record<string, UpstreamBehaviour>> = {
  'in one piece': {},
  'cut at every byte': { splitBytes: 1 },
  'with CRLF': { crlf: true },
  'with CRLF, cut at every byte': { crlf: true, splitBytes: 1 },
  'with comments': { comments: true },
};

export function streamingCases(test: Case): void {
  test('begins with message-start and ends with turn-end', {}, async ({ upstream, run }) => {
    upstream.enqueue({ reply: 'Blue.' });
    const outcome = await run();
    assert.deepEqual(outcome.end, { type: 'turn-end', finishReason: 'stop', steps: 1 });
    assert.deepEqual([outcome.start.memory, outcome.start.memories], ['off', 0]);
    assert.deepEqual(outcome.start.tools, []);
  });

  for (const [how, behaviour] of Object.entries(transports)) {
    test(`relays every character of a stream that comes ${how}`, {}, async ({ upstream, run }) => {
      upstream.enqueue({ reply: [REPLY], usage: null, ...behaviour });
      const outcome = await run();
      assert.equal(outcome.end.finishReason, 'stop');
      assert.equal(outcome.text, REPLY);
    });
  }

  test('says the role first and once, and the finish reason last and once', {}, async ({ upstream, run }) => {
    upstream.enqueue({ reply: ['It', ' is', ' blue.'] });
    checkChoice(await run(), 0);
  });

  test('gives a role to the answer of an upstream that says none', {}, async ({ upstream, run }) => {
    upstream.enqueue({ reply: ['It', ' is', ' blue.'], noRole: true });
    const outcome = await run();
    checkChoice(outcome, 0);
    assert.equal(outcome.text, 'It is blue.');
  });

  test('passes text on as it comes', {}, async ({ upstream, run }) => {
    upstream.enqueue({ reply: ['It', ' is', ' blue.'] });
    const outcome = await run();
    assert.deepEqual(
      outcome.of('text-delta').map(({ text }) => text),
      ['It', ' is', ' blue.'],
    );
  });

  test('passes on fields that it does not know', {}, async ({ upstream, run }) => {
    const logprobs = { content: [{ token: 'Blue', logprob: -0.5, bytes: null, top_logprobs: [] }] };
    upstream.enqueue({
      reply: ['Blue'],
      extra: {
        delta: { reasoning_content: 'Hm.' },
        choice: { logprobs },
        chunk: { system_fingerprint: 'fp_kit', provider: { name: 'kit' } },
      },
    });
    const outcome = await run();
    const chunk = outcome.chunks.find(({ choices }) => choices[0]?.delta.content === 'Blue');
    assert.equal(chunk?.choices[0]?.delta['reasoning_content'], 'Hm.');
    assert.deepEqual(chunk.choices[0]['logprobs'], logprobs);
    assert.equal(chunk['system_fingerprint'], 'fp_kit');
    assert.deepEqual(chunk['provider'], { name: 'kit' });
  });

  test('keeps several choices apart', {}, async ({ upstream, run }) => {
    upstream.enqueue({ reply: ['It', ' is', ' blue.'] });
    const outcome = await run({ options: { n: 3 }, useTools: false });
    for (const index of [0, 1, 2]) {
      checkChoice(outcome, index);
      const texts = outcome.of('text-delta').filter((event) => event.index === index);
      assert.equal(texts.map(({ text }) => text).join(''), 'It is blue.');
    }
    assert.equal(outcome.end.finishReason, 'stop');
  });

  test('tells usage once, before the end, and nothing where there is none', {}, async ({ upstream, run }) => {
    const usage = { prompt_tokens: 7, completion_tokens: 2, total_tokens: 9 };
    upstream.enqueue({ reply: 'Blue.', usage }, { reply: 'Blue.', usage: null });
    const told = await run();
    assert.equal(told.events.at(-2)?.type === 'stage-end' || told.events.at(-2)?.type === 'usage', true);
    assert.ok(told.events.findIndex(({ type }) => type === 'usage') < told.events.length - 1);
    assert.deepEqual(told.usage, usage);
    const none = await run();
    assert.equal(none.end.finishReason, 'stop');
    assert.equal(none.usage, undefined);
  });

  test('sends the request on as it came, with nothing of its own', {}, async ({ complete, request }) => {
    const messages = [
      { role: 'system', content: 'Be brief.' },
      { role: 'user', name: 'ann', content: [{ type: 'text', text: 'Grüße' }] },
    ] as const;
    const options = {
      temperature: 0.3,
      seed: 7,
      response_format: { type: 'text' },
      not_yet_known: [1, null],
    };
    await complete({ messages, options, conversationId: 'conversation-1', model: 'gpt-4o' });
    const { stream_options: _streamOptions, ...body } = request(0);
    assert.deepEqual(body, { model: 'gpt-4o', messages, stream: true, ...options });
  });
}

/** One role, on the first chunk of the choice; one finish reason, on the last; one id. */
export function checkChoice(outcome: Outcome, index: number): void {
  const chunks = outcome.chunks.filter(({ choices }) => choices[0]?.index === index);
  const deltas = chunks.map(({ choices }) => choices[0]?.delta);
  assert.equal(deltas[0]?.role, 'assistant', 'the role does not come first');
  const roles = deltas.filter((delta) => delta?.role !== undefined);
  assert.equal(roles.length, 1, 'the role comes more than once');
  const finishes = chunks.map(({ choices }) => choices[0]?.finish_reason ?? null);
  assert.notEqual(finishes.at(-1), null, 'the last chunk has no finish reason');
  assert.ok(
    finishes.slice(0, -1).every((reason) => reason === null),
    'a finish reason comes before the last chunk',
  );
  assert.equal(new Set(chunks.map(({ id }) => id)).size, 1, 'the answer has more than one id');
}
