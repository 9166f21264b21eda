import { describe, expect, it } from '@jest/globals';
import { ManualClock } from '../tools/fixtures/manual-clock.js';
import type { ChatMessage } from '../wire/chat-completion.js';
import { InterruptedTurns, type Asked } from './interrupted-turns.js';

const HOUR = 3_600_000;
const question: ChatMessage = { role: 'user', content: 'Hi.' };
const calling = (...ids: readonly string[]): ChatMessage => ({
  role: 'assistant',
  content: null,
  tool_calls: ids.map((id) => ({ id, type: 'function', function: { name: 'f', arguments: '{}' } })),
});
const result = (id: string): ChatMessage => ({ role: 'tool', tool_call_id: id, content: 'done' });
const work = (text = 'work'): readonly ChatMessage[] => [{ role: 'assistant', content: text }];
const asked = (messages: readonly ChatMessage[] = [question], tenant = 'tenant-1'): Asked => ({
  tenant,
  messages,
});
const request = (...ids: readonly string[]) => [question, calling(...ids), ...ids.map(result)];

function setUp(): { turns: InterruptedTurns; clock: ManualClock } {
  const clock = new ManualClock();
  return { turns: new InterruptedTurns(clock), clock };
}

describe('InterruptedTurns', () => {
  it('puts work in the place of the client\u2019s message about its own calls', () => {
    const { turns } = setUp();
    turns.save(asked(), ['a', 'b'], work());
    expect(turns.restore(asked(request('a', 'b')))).toEqual([question, ...work(), result('a'), result('b')]);
  });

  it('returns the same messages where there is nothing to put back', () => {
    const { turns } = setUp();
    const messages = request('a');
    expect(turns.restore(asked(messages))).toBe(messages);
    turns.save(asked(), ['b'], work());
    expect(turns.restore(asked(messages))).toBe(messages);
  });

  it('puts back the work of several turns', () => {
    const { turns } = setUp();
    turns.save(asked(), ['a'], work('first'));
    turns.save(asked(request('a')), ['b'], work('second'));
    expect(turns.restore(asked([...request('a'), calling('b'), result('b')]))).toEqual([
      question,
      ...work('first'),
      result('a'),
      ...work('second'),
      result('b'),
    ]);
  });

  it('can be asked again, as a client that tries again does', () => {
    const { turns } = setUp();
    turns.save(asked(), ['a'], work());
    expect(turns.restore(asked(request('a')))).toEqual(turns.restore(asked(request('a'))));
    expect(turns.restore(asked(request('a')))).toContainEqual(work()[0]);
  });

  it.each([
    ['another tenant', 'tenant-2', request('a', 'b')],
    ['a tenant whose name runs into the ids', 'tenant-1","a', request('b')],
    ['some of the calls', 'tenant-1', request('a')],
    ['the calls in another order', 'tenant-1', request('b', 'a')],
  ])('shows nothing to %s', (_, tenant, messages) => {
    const { turns } = setUp();
    turns.save(asked(), ['a', 'b'], work());
    expect(turns.restore(asked(messages, tenant))).toBe(messages);
  });

  it.each<[string, Asked]>([
    ['another question', asked([{ role: 'user', content: 'Who?' }, ...request('a').slice(1)])],
    ['more that was said before', asked([question, { role: 'assistant', content: 'Yes?' }, ...request('a')])],
    ['another user', { ...asked(request('a')), user: 'ann' }],
    ['another conversation', { ...asked(request('a')), conversationId: 'c-1' }],
  ])('shows nothing to the same calls after %s, as ids can come twice', (_, other) => {
    const { turns } = setUp();
    turns.save(asked(), ['a'], work());
    expect(turns.restore(other)).toBe(other.messages);
  });

  it('keeps work apart that waits for calls with the same ids', () => {
    const { turns } = setUp();
    const other: ChatMessage = { role: 'user', content: 'Who?' };
    turns.save(asked(), ['call_0'], work('first'));
    turns.save(asked([other]), ['call_0'], work('second'));
    const rest = request('call_0').slice(1);
    expect(turns.restore(asked([question, ...rest]))[1]).toEqual(work('first')[0]);
    expect(turns.restore(asked([other, ...rest]))[1]).toEqual(work('second')[0]);
  });

  it('forgets the work of an earlier answer to the same question where the next one needed none', () => {
    const { turns } = setUp();
    turns.save(asked(), ['call_0'], work());
    turns.save(asked(), ['call_0'], []);
    const messages = request('call_0');
    expect(turns.restore(asked(messages))).toBe(messages);
  });

  it('forgets after an hour', () => {
    const { turns, clock } = setUp();
    turns.save(asked(), ['a'], work());
    clock.advance(HOUR - 1);
    expect(turns.restore(asked(request('a')))).toContainEqual(work()[0]);
    clock.advance(1);
    const messages = request('a');
    expect(turns.restore(asked(messages))).toEqual(messages);
  });

  it('keeps the newest thousand', () => {
    const { turns } = setUp();
    for (let i = 0; i <= 1_000; i += 1) turns.save(asked(), [`call_${i}`], work(`work ${i}`));
    const known = (i: number) =>
      JSON.stringify(turns.restore(asked(request(`call_${i}`)))).includes(`"work ${i}"`);
    expect([known(0), known(1), known(1_000)]).toEqual([false, true, true]);
  });

  it('keeps so many characters that they do no harm, the newest first', () => {
    const { turns } = setUp();
    const large = 'x'.repeat(1_500_000);
    for (let i = 0; i < 12; i += 1) turns.save(asked(), [`call_${i}`], work(large));
    const known = Array.from({ length: 12 }, (_, i) => {
      const messages = request(`call_${i}`);
      return turns.restore(asked(messages)) !== messages;
    });
    expect(known).toEqual([false, false, ...Array.from({ length: 10 }, () => true)]);
  });

  it('keeps nothing that would leave no room for others', () => {
    const { turns } = setUp();
    turns.save(asked(), ['a'], work());
    turns.save(asked(), ['b'], work('x'.repeat(2_000_000)));
    const messages = request('b');
    expect(turns.restore(asked(messages))).toBe(messages);
    expect(turns.restore(asked(request('a')))).toContainEqual(work()[0]);
  });

  it('counts work that was replaced once', () => {
    const { turns } = setUp();
    turns.save(asked(), ['a'], work('first'));
    for (let i = 0; i < 50; i += 1) turns.save(asked(), ['b'], work('x'.repeat(1_500_000)));
    expect(turns.restore(asked(request('a')))).toContainEqual(work('first')[0]);
  });
});
