import { memoryCaseOf } from './memory-bench.js';
import { forgettingCases } from './memory-cases/forgetting.js';
import { isolationCases } from './memory-cases/isolation.js';
import { operatorCases } from './memory-cases/operators.js';
import { recallCases } from './memory-cases/recall.js';
import type { ConversationMemoryKitOptions } from './memory-kit-options.js';

const subjects = {
  recall: recallCases,
  isolation: isolationCases,
  forgetting: forgettingCases,
  'for operators': operatorCases,
} as const;

/**
 * What every {@link ConversationMemory} has to do, as cases for any test runner. A memory is made for each case.
 *
 * @example
 * describeConversationMemory({ describe, it, name: 'My memory', create });
 */
export function describeConversationMemory(options: ConversationMemoryKitOptions): void {
  const { describe, name } = options;
  describe(`${name} is a conversation memory`, () => {
    for (const [subject, cases] of Object.entries(subjects)) {
      describe(subject, () => cases(memoryCaseOf(options)));
    }
  });
}
