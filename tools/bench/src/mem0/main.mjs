/**
 * What recalling from mem0's facts of one user costs, beyond the embedding call: that and the extracting model answer at once here.
 * Build the libs first.
 *   node tools/bench/src/mem0/main.mjs [--facts 10000] [--questions 300] [--busy]
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { openMem0 } from '@yychat/engine-mem0';
import { fill, someQuestion } from './facts.mjs';
import { instantEmbedder, instantModel } from './instant-upstream.mjs';
import { measure, opening } from './measure.mjs';

const { values } = parseArgs({
  options: {
    facts: { type: 'string', default: '10000' },
    questions: { type: 'string', default: '300' },
    /** Extract while it recalls. */
    busy: { type: 'boolean', default: false },
  },
});
const [most, questions] = [Number(values.facts), Number(values.questions)];
const never = new AbortController().signal;

const directory = await mkdtemp(join(tmpdir(), 'yychat-bench-mem0-'));
const store = openMem0({
  directory,
  chatModel: instantModel,
  model: 'instant',
  embedder: instantEmbedder,
});
try {
  console.log(await opening(() => store.facts.check(never)));
  let filled = 0;
  for (const facts of [100, 1_000, 10_000].filter((count) => count <= most)) {
    const begun = performance.now();
    await fill(store.facts, filled, facts);
    const added = facts - filled;
    const perFact = (performance.now() - begun) / added;
    filled = facts;
    const first = performance.now();
    await store.facts.search({ query: someQuestion(-1), scope: { user: 'u_bench' }, limit: 10 }, never);
    const cold = performance.now() - first;
    for (const names of [false, true]) {
      const figures = await measure(store.facts, { questions, names, busy: values.busy });
      console.log({ facts, names, busy: values.busy, perFact, cold, ...figures });
    }
  }
} finally {
  await store.close();
  await rm(directory, { recursive: true, force: true });
}
