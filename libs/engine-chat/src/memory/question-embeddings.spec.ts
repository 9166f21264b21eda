import { expect, it } from '@jest/globals';
import { silentLogger } from '@yychat/engine-core';
import { ManualClock } from './fixtures/manual-clock.js';
import { GuardedEmbedder } from './guarded-embedder.js';
import { QuestionEmbeddings } from './question-embeddings.js';

const { signal } = new AbortController();

function questions(embed: () => Promise<readonly Float32Array[]>): QuestionEmbeddings {
  const common = { clock: new ManualClock(), logger: silentLogger, random: () => 0.5 };
  const embedder = new GuardedEmbedder({ embedder: { model: 'm', embed }, ...common });
  return new QuestionEmbeddings({ embedder, timeout: 250, ...common });
}

it('keeps the embeddings of the 500 questions that were used last', async () => {
  const asked = questions(() => Promise.resolve([Float32Array.of(1)]));
  for (let index = 0; index < 500; index += 1) await asked.ask(`question ${index}`, signal);
  expect(asked.kept('question 0')).toEqual({ model: 'm', values: Float32Array.of(1) });
  await asked.ask('one more', signal);
  expect(asked.kept('question 0')).toBeDefined();
  expect(asked.kept('question 1')).toBeUndefined();
});

it('takes no more than 32 questions at a time', async () => {
  let answer: (vectors: readonly Float32Array[]) => void = () => undefined;
  const slow = new Promise<readonly Float32Array[]>((resolve) => (answer = resolve));
  const asked = questions(() => slow);
  const under = Array.from({ length: 31 }, (_, index) => asked.ask(`question ${index}`, signal));
  expect(asked.isReady).toBe(true);
  under.push(asked.ask('one more', signal));
  expect(asked.isReady).toBe(false);
  answer([Float32Array.of(1)]);
  await Promise.all(under);
  expect(asked.isReady).toBe(true);
});
