/** Guards against weights that fit the conversations they were set on. */
import { RECALL_WEIGHTS } from '@yychat/engine-chat/recall';
import { average, run } from './recall-runs.mjs';

/** @import { RecallWeights } from '@yychat/engine-chat/recall' */
/** @import { Indexed } from './recall-runs.mjs' */

/** @type {Partial<Record<keyof RecallWeights, number[]>>} */
const VARIED = {
  lengthPenalty: [0.2, 0.4, 0.75],
  turn: [0.3, 0.5, 0.8],
  session: [0.3, 0.5, 0.8],
  substance: [0, 0.5, 1],
  question: [0.7, 0.85, 1],
  speaker: [0, 1, 2, 3],
  tellsTime: [0, 2, 4],
  period: [0, 3, 6, 9],
};

/** @type {(weights: RecallWeights, name: string) => unknown} */
const valueOf = (weights, name) => Object.entries(weights).find(([other]) => other === name)?.[1];

/** @param {Indexed[]} conversations */
const foundInTen = async (conversations, /** @type {RecallWeights} */ weights) =>
  average(await run(conversations, weights))[1] ?? 0;

/**
 * Each weight in turn is set to the value that finds most on the given conversations.
 * @param {Indexed[]} conversations
 */
async function tuned(conversations) {
  let best = { weights: RECALL_WEIGHTS, found: await foundInTen(conversations, RECALL_WEIGHTS) };
  for (const [name, values] of Object.entries(VARIED)) {
    for (const value of values.filter((one) => one !== valueOf(best.weights, name))) {
      const weights = { ...best.weights, [name]: value };
      const found = await foundInTen(conversations, weights);
      if (found > best.found) best = { weights, found };
    }
  }
  return best;
}

/**
 * For each conversation: what weights find in it that were set on all others.
 * @param {Indexed[]} indexed
 */
export async function leaveOneOut(indexed) {
  const results = [];
  for (const held of indexed) {
    const { weights, found } = await tuned(indexed.filter((other) => other !== held));
    const changed = Object.keys(VARIED).filter(
      (name) => valueOf(weights, name) !== valueOf(RECALL_WEIGHTS, name),
    );
    const own = await run([held], weights);
    results.push({
      id: held.id,
      tunedOn: found,
      own,
      changed: changed.map((name) => `${name}=${valueOf(weights, name)}`),
    });
  }
  return results;
}
