import type { Memory } from '@yychat/engine-core';
import type { Fact } from '../facts/fact-store.js';

const normal = (text: string): string => text.trim().toLowerCase().replaceAll(/\s+/g, ' ');

/** Facts as memories, the same one once, without those that the prompt has already; best first. */
export function factMemories(facts: readonly Fact[], present: readonly string[], limit: number): Memory[] {
  const known = new Set(present.map(normal));
  const memories: Memory[] = [];
  for (const { text, time, score } of [...facts].sort((one, other) => other.score - one.score)) {
    const key = normal(text);
    if (known.has(key)) continue;
    known.add(key);
    memories.push({ text, score, ...(time > 0 && { time }) });
  }
  return memories.slice(0, limit);
}

/**
 * What was understood and what was said and is not understood yet: by turns, for nobody knows which is better, and quotes first, for
 * they are newer. Scores tell the place alone.
 */
export function mergeMemories(
  facts: readonly Memory[],
  quotes: readonly Memory[],
  limit: number,
): readonly Memory[] {
  const said = new Set(quotes.map(({ text }) => normal(text)));
  const others = facts.filter(({ text }) => !said.has(normal(text)));
  const length = Math.max(quotes.length, others.length);
  const merged = Array.from({ length }, (_, at) => [quotes[at], others[at]])
    .flat()
    .filter((memory) => memory !== undefined);
  return merged.slice(0, limit).map((memory, at) => ({ ...memory, score: 1 / (at + 1) }));
}
