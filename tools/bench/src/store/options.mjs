import { parseArgs } from 'node:util';

/**
 * @typedef {object} Size
 * @property {number} messages in the whole store
 * @property {number} turns in the long conversation, of two messages each
 * @property {number} questions
 * @property {number} embeddings
 * @property {number} rounds in which conversations come and go
 * @property {number} seed
 */

export const USAGE =
  'main.mjs [--store sqlite|postgres] [--messages 1000000] [--turns 10000] [--questions 500] [--embeddings 10000] [--rounds 50] [--seed 1] [--phases churn,embeddings,fill,recall,append,delete] [--directory DIR]';

/**
 * @param {readonly string[]} args
 * @returns {{ store: string, size: Size, phases: readonly string[] | undefined, directory: string | undefined }} `directory`: its
 *   data stay there; without, they are removed
 * @throws Error that says what is wrong with them
 */
export function readOptions(args) {
  const text = /** @type {const} */ ({ type: 'string' });
  const { values } = parseArgs({
    args: [...args],
    options: {
      ...{ store: { type: 'string', default: 'sqlite' }, phases: text, directory: text },
      ...{ messages: text, turns: text, questions: text, embeddings: text, rounds: text, seed: text },
    },
  });
  const number = (/** @type {keyof Size} */ name, /** @type {number} */ otherwise) => {
    const given = values[name];
    if (given === undefined) return otherwise;
    if (!/^\d{1,9}$/.test(given)) throw new Error(`--${name} ${given}: not a number`);
    return Number(given);
  };
  const size = {
    messages: number('messages', 1_000_000),
    turns: number('turns', 10_000),
    questions: number('questions', 500),
    embeddings: number('embeddings', 10_000),
    rounds: number('rounds', 50),
    seed: number('seed', 1),
  };
  return { store: values.store, size, phases: values.phases?.split(','), directory: values.directory };
}
