import { index } from './recall-runs.mjs';

const TURNS = 10_000;
const DAY = 86_400_000;

/** @import { Conversation, Turn } from './locomo.mjs' */

/**
 * One conversation of 10,000 turns: the given ones, one after the other, over and over.
 * @param {Conversation[]} conversations
 * @returns {Conversation}
 */
function longConversation(conversations) {
  /** @type {Turn[]} */
  const turns = [];
  for (let round = 0; turns.length < TURNS; round++) {
    for (const conversation of conversations) {
      const start = (turns.at(-1)?.time ?? 0) + DAY;
      const first = conversation.turns[0]?.time ?? 0;
      for (const turn of conversation.turns) turns.push({ ...turn, time: start + turn.time - first });
    }
  }
  return {
    id: 'long',
    turns: turns.slice(0, TURNS),
    questions: conversations.flatMap(({ questions }) => questions),
  };
}

/** @type {(sorted: number[], share: number) => number | undefined} */
const percentile = (sorted, share) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];

/**
 * Milliseconds of CPU for a query and for indexing a turn, at 10,000 turns in scope.
 * @param {Conversation[]} conversations
 */
export async function queryTime(conversations) {
  const long = longConversation(conversations);
  const before = process.cpuUsage();
  const indexed = index(long);
  const { user, system } = process.cpuUsage(before);
  const times = [];
  for (const { text } of [...long.questions.slice(0, 200), ...long.questions]) {
    const start = process.cpuUsage();
    await indexed.ask(text, 10);
    const used = process.cpuUsage(start);
    times.push((used.user + used.system) / 1_000);
  }
  const sorted = times.slice(200).sort((one, other) => one - other);
  return {
    turns: long.turns.length,
    indexing: (user + system) / 1_000 / long.turns.length,
    p50: percentile(sorted, 0.5),
    p95: percentile(sorted, 0.95),
    p99: percentile(sorted, 0.99),
  };
}
