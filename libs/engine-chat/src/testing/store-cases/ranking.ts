import { deepEqual, equal } from 'node:assert/strict';
import type { LoggedTurn } from '@yychat/engine-core';
import { never, turnAt } from '@yychat/engine-core/testing';
import { SESSION_PAUSE } from '../../recall/sessions.js';
import { InMemoryConversationStore } from '../../store/in-memory-conversation-store.js';
import { ask, HOME } from '../store-bench.js';
import type { StoreBench, StoreCase } from '../store-bench.js';
import { QUESTIONS, TALK } from '../talk.js';

const DAY = 24 * SESSION_PAUSE;

/** Appends turns to the store and to a reference, and compares what they recall. */
async function compare(
  bench: StoreBench,
  turns: readonly LoggedTurn[],
  questions: readonly string[],
): Promise<void> {
  const reference = new InMemoryConversationStore(bench.clock);
  for (const turn of turns) {
    await reference.append(turn, never);
    await bench.log.append(turn, never);
  }
  const query = { scope: { ...HOME, user: 'ann' }, now: (turns.at(-1)?.time ?? 0) + DAY };
  for (const question of questions) {
    const expected = await ask({ log: reference, clock: bench.clock }, question, query);
    equal(expected.length > 0, true, question);
    deepEqual(await ask(bench, question, query), expected, question);
  }
}

export function rankingCases(test: StoreCase): void {
  test('recalls as the store in memory does', async (bench) => {
    const turns = Array.from({ length: Math.floor(TALK.length / 2) }, (_, index) => {
      const pair = TALK.slice(2 * index, 2 * index + 2);
      const messages = pair.map(({ speaker = '', text }, place) => ({
        ...{ role: place === 0 ? ('user' as const) : ('assistant' as const), text, name: speaker },
      }));
      return turnAt(bench.clock, {
        conversationId: index % 3 === 0 ? 'conversation-2' : HOME.conversationId,
        ...{ user: 'ann', time: Math.floor(index / 3) * DAY + index, messages },
      });
    });
    await compare(bench, turns, QUESTIONS);
  });

  test('recalls from a long conversation as the store in memory does', async (bench) => {
    const turns = Array.from({ length: 24 }, (_, turn) =>
      turnAt(bench.clock, {
        user: 'ann',
        time: bench.clock.now() + turn * DAY,
        messages: Array.from({ length: 50 }, (_, place) => {
          const { text = '' } = TALK[(turn * 7 + place) % TALK.length] ?? {};
          const role = place % 2 === 0 ? 'user' : 'assistant';
          return { role, text: `${text} That was number ${turn * 50 + place}.` };
        }),
      }),
    );
    await compare(bench, turns, [
      'What was number 3?',
      'And number 1023?',
      'Number 1024?',
      'And 1199?',
      ...QUESTIONS.slice(0, 6),
    ]);
  });
}
