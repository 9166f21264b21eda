import { logCaseOf } from './log-bench.js';
import { appendCases } from './log-cases/append.js';
import { concurrencyCases } from './log-cases/concurrency.js';
import { deletionCases } from './log-cases/deletion.js';
import { entryCases } from './log-cases/entries.js';
import { lifeCases } from './log-cases/life.js';
import { pageCases } from './log-cases/pages.js';
import { unusualCases } from './log-cases/unusual.js';
import type { ConversationLogKitOptions } from './log-kit-options.js';

const subjects = {
  appending: appendCases,
  paging: pageCases,
  'unusual turns': unusualCases,
  deleting: deletionCases,
  'following the log': entryCases,
  'at once': concurrencyCases,
  'opening and closing': lifeCases,
} as const;

/**
 * What every {@link ConversationLog} has to do, as cases for any test runner. A log is made for each case. A log that is not
 * durable (no `reopen`) passes the cases about that.
 *
 * @example
 * describeConversationLog({ describe, it, name: 'My log', create });
 */
export function describeConversationLog(options: ConversationLogKitOptions): void {
  const { describe, name } = options;
  describe(`${name} is a conversation log`, () => {
    for (const [subject, cases] of Object.entries(subjects)) {
      describe(subject, () => cases(logCaseOf(options)));
    }
  });
}
