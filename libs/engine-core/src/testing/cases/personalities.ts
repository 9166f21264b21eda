import assert from 'node:assert/strict';
import type { Personality } from '../../ports/personality-source.js';
import type { ChatMessage } from '../../wire/chat-completion.js';
import type { Case } from '../bench.js';
import { clientTool, probeTool } from '../probe-tools.js';

const pirate: Personality = { id: 'pirate', name: 'Pirate', systemMessage: 'You are a pirate.' };
const clerk: Personality = {
  id: 'clerk',
  name: 'Clerk',
  systemMessage: 'You are a clerk.',
  allowedTools: new Map([['look_up', 'Look into the ledger.']]),
};
const mute: Personality = { ...clerk, id: 'mute', allowedTools: new Map() };
const question: ChatMessage = { role: 'user', content: 'Ahoy?' };

export function personalityCases(test: Case): void {
  const personalities = [pirate, clerk, mute];
  const tools = () => [probeTool('look_up', () => 'blue'), probeTool('dig', () => 'gold')];

  test('puts the personality first', { personalities }, async ({ complete, request }) => {
    await complete({ personalityId: 'pirate', messages: [question] });
    assert.deepEqual(request(0).messages, [{ role: 'system', content: pirate.systemMessage }, question]);
  });

  for (const role of ['system', 'developer'] as const) {
    test(`joins it with a leading ${role} message of the client's`, { personalities }, async (bench) => {
      const messages: ChatMessage[] = [{ role, content: 'Be brief.' }, question];
      await bench.complete({ personalityId: 'pirate', messages });
      const [first, ...rest] = bench.request(0).messages ?? [];
      assert.deepEqual(rest, [question]);
      assert.match(String(first?.content), /^You are a pirate\.\s+Be brief\.$/);
    });
  }

  test('leaves a later system message where it is', { personalities }, async ({ complete, request }) => {
    const messages: ChatMessage[] = [question, { role: 'system', content: 'Be brief.' }, question];
    await complete({ personalityId: 'pirate', messages });
    assert.deepEqual(request(0).messages, [{ role: 'system', content: pirate.systemMessage }, ...messages]);
  });

  test('adds nothing where none is asked for', { personalities }, async ({ complete, request }) => {
    await complete({ messages: [question] });
    assert.deepEqual(request(0).messages, [question]);
  });

  test(
    'offers only the tools that it allows, as it describes them',
    { personalities, tools: tools() },
    async (bench) => {
      const outcome = await bench.run({ personalityId: 'clerk' });
      assert.deepEqual(outcome.start.tools, ['look_up']);
      const offered = bench.request(0).tools as { function: { name: string; description: string } }[];
      assert.deepEqual(
        offered.map(({ function: { name, description } }) => [name, description]),
        [['look_up', 'Look into the ledger.']],
      );
    },
  );

  const forbidden = tools();
  test('does not run a tool that it does not allow', { personalities, tools: forbidden }, async (bench) => {
    bench.upstream.enqueue({ toolCalls: [{ name: 'dig', arguments: { about: 'gold' } }] }, { reply: 'No.' });
    const outcome = await bench.run({ personalityId: 'clerk' });
    assert.equal(outcome.end.finishReason, 'stop');
    assert.equal(outcome.of('tool-result')[0]?.ok, false);
    assert.deepEqual(forbidden[1]?.calls, []);
  });

  test(
    'does not limit the client\u2019s tools',
    { personalities, tools: tools() },
    async ({ run, request }) => {
      const clientTools = [clientTool('dig')];
      const outcome = await run({ personalityId: 'mute', clientTools });
      assert.deepEqual(outcome.start.tools, []);
      assert.deepEqual(request(0).tools, clientTools);
    },
  );

  test('refuses one that there is not, by its field', { personalities }, async (bench) => {
    const { refusal } = await bench.run({ personalityId: 'nobody' });
    assert.deepEqual([refusal.status, refusal.param], [400, 'personality_id']);
    assert.equal(refusal.type, 'invalid_request_error');
    assert.equal(bench.requests.length, 0);
  });
}
