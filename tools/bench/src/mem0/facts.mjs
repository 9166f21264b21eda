const USER = 'u_bench';
const PER_ADD = 25;
const THINGS = 'boat,lamp,violin,garden,ticket,recipe,bicycle,letter,kettle,ladder,jacket,camera'.split(',');
const VERBS = 'bought,lost,repaired,sold,painted,borrowed,found,photographed,forgot,wanted'.split(',');
const NAMES =
  'Anna Smith,Ben Jones,Clara Weiss,David Okafor,Elena Rossi,Frank Huang,Grace Lind,Hugo Marin'.split(',');

/** @type {(list: readonly string[], at: number) => string} */
const pick = (list, at) => list[at % list.length] ?? '';

/** @type {(at: number) => string} */
const fact = (at) =>
  `User ${pick(VERBS, at * 7)} a ${pick(THINGS, at * 5)} number ${at} together with ${pick(NAMES, at * 3)} in the spring`;

/**
 * Adds facts up to a number, as mem0 does it. A conversation has some hundreds of them.
 * @param {import('@yychat/engine-mem0').FactStore} facts
 * @param {number} from
 * @param {number} to
 */
export async function fill(facts, from, to) {
  for (let at = from; at < to; at += PER_ADD) await addSome(facts, at, Math.min(PER_ADD, to - at));
}

/** @type {(facts: import('@yychat/engine-mem0').FactStore, at: number, count: number) => Promise<void>} */
export function addSome(facts, at, count) {
  const content = Array.from({ length: count }, (_, more) => fact(at + more)).join('\n');
  return facts.add(
    {
      ...{ user: USER, run: `c_${Math.floor(at / 250)}`, source: `msg_${at}`, time: at + 1 },
      ...{ messages: [{ role: 'user', content }], before: [] },
    },
    new AbortController().signal,
  );
}

/** @type {(at: number, names?: boolean) => string} */
export const someQuestion = (at, names = false) =>
  names
    ? `what did ${pick(NAMES, at)} do with the ${pick(THINGS, at * 11)} number ${at}?`
    : `which ${pick(THINGS, at * 11)} did the user have when it was ${pick(VERBS, at)} as number ${at}?`;
