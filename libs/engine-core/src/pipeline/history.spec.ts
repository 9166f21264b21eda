import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { ChatMessage } from '../wire/chat-completion.js';
import { trimHistory } from './history.js';

/** Messages cost what their content says. */
const cost = ({ content }: ChatMessage) => Number(content);
const total = (messages: readonly ChatMessage[]) => messages.reduce((sum, message) => sum + cost(message), 0);
const says = (role: ChatMessage['role'], tokens: number): ChatMessage => ({ role, content: String(tokens) });
const trim = (messages: readonly ChatMessage[], budget: number) => trimHistory(messages, budget, cost);

const tokens = fc.integer({ min: 0, max: 50 });
/** A message, or a call with its results. */
const unit = fc.oneof(
  fc
    .tuple(fc.constantFrom('user', 'assistant', 'system', 'developer'), tokens)
    .map(([role, n]) => [says(role, n)]),
  fc.tuple(tokens, fc.array(tokens, { minLength: 1, maxLength: 3 })).map(([n, results]) => {
    const calls = results.map((_, i) => ({
      id: `call_${i}`,
      type: 'function' as const,
      function: { name: 'f', arguments: '{}' },
    }));
    const told = results.map((cost_, i): ChatMessage => ({
      ...says('tool', cost_),
      tool_call_id: `call_${i}`,
    }));
    return [{ ...says('assistant', n), tool_calls: calls }, ...told];
  }),
);
const conversation = fc
  .tuple(
    fc.array(tokens, { maxLength: 2 }).map((list) => list.map((n) => says('system', n))),
    fc.array(unit, { maxLength: 10 }),
    tokens,
    fc.array(unit, { maxLength: 2 }),
  )
  .map(([head, units, question, work]) => [
    ...head,
    ...units.flat(),
    says('user', question),
    ...work.flat().filter(({ role }) => role !== 'user'),
  ]);

/** What trimming has to leave: what leads as system, and the last question with what follows it. */
function needed(messages: readonly ChatMessage[]): {
  head: readonly ChatMessage[];
  tail: readonly ChatMessage[];
} {
  const begins = messages.findIndex(({ role }) => role !== 'system' && role !== 'developer');
  return {
    head: messages.slice(0, begins),
    tail: messages.slice(messages.findLastIndex(({ role }) => role === 'user')),
  };
}

describe('trimHistory', () => {
  it('keeps what must stay, drops from the oldest on, and never exceeds the budget', () => {
    fc.assert(
      fc.property(conversation, fc.integer({ min: 0, max: 600 }), (messages, budget) => {
        const { head, tail } = needed(messages);
        if (total(head) + total(tail) > budget) {
          expect(() => trim(messages, budget)).toThrow(
            expect.objectContaining({ code: 'context_length_exceeded' }),
          );
          return;
        }
        const kept = trim(messages, budget);
        expect(total(kept)).toBeLessThanOrEqual(budget);
        expect(kept.slice(0, head.length)).toEqual(head);
        expect(kept.slice(-tail.length)).toEqual(tail);
        // The rest is the newest part, without a gap.
        const rest = kept.slice(head.length);
        expect(rest).toEqual(messages.slice(messages.length - rest.length));
      }),
      { seed: 7, numRuns: 500 },
    );
  });

  it('never parts a call from its results', () => {
    fc.assert(
      fc.property(conversation, fc.integer({ min: 0, max: 600 }), (messages, budget) => {
        const { head, tail } = needed(messages);
        fc.pre(total(head) + total(tail) <= budget);
        let open = new Set<string>();
        for (const { role, tool_call_id: id, tool_calls: calls } of trim(messages, budget)) {
          if (role === 'tool') expect(open.delete(id ?? '')).toBe(true);
          else {
            expect(open.size).toBe(0);
            open = new Set(calls?.map((call) => call.id));
          }
        }
        expect(open.size).toBe(0);
      }),
      { seed: 7, numRuns: 500 },
    );
  });

  it('drops no more than it has to', () => {
    fc.assert(
      fc.property(conversation, fc.integer({ min: 0, max: 600 }), (messages, budget) => {
        const { head, tail } = needed(messages);
        fc.pre(total(head) + total(tail) <= budget);
        const kept = trim(messages, budget);
        const dropped = messages.slice(head.length, messages.length - (kept.length - head.length));
        if (dropped.length === 0) return;
        const begins = dropped.findLastIndex(({ role }) => role !== 'tool');
        expect(total(kept) + total(dropped.slice(begins))).toBeGreaterThan(budget);
      }),
      { seed: 7, numRuns: 500 },
    );
  });

  it('returns the same messages when all fit', () => {
    const messages = [says('system', 1), says('user', 1), says('assistant', 1), says('user', 1)];
    expect(trim(messages, 4)).toBe(messages);
  });

  it('names the field when even the newest does not fit', () => {
    expect(() => trim([says('user', 9)], 8)).toThrow(
      expect.objectContaining({ status: 400, param: 'messages', code: 'context_length_exceeded' }),
    );
    expect(() => trim([says('system', 9)], 8)).toThrow(expect.objectContaining({ param: 'messages' }));
  });

  it('keeps the newest part of a conversation in which nobody asks', () => {
    const messages = [says('assistant', 5), says('assistant', 5)];
    expect(trim(messages, 5)).toEqual([says('assistant', 5)]);
  });
});
