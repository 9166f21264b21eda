import { caseOf } from './bench.js';
import { cancelCases } from './cases/cancel.js';
import { clientToolCases } from './cases/client-tools.js';
import { collectedCases } from './cases/collected.js';
import { errorCases } from './cases/errors.js';
import { infoCases } from './cases/info.js';
import { isolationCases } from './cases/isolation.js';
import { personalityCases } from './cases/personalities.js';
import { retryCases } from './cases/retries.js';
import { serverToolCases } from './cases/server-tools.js';
import { stageCases } from './cases/stages.js';
import { streamingCases } from './cases/streaming.js';
import { toolFailureCases } from './cases/tool-failures.js';
import type { KitOptions } from './kit-options.js';

const subjects = {
  'info and health': infoCases,
  streaming: streamingCases,
  'collected answers': collectedCases,
  'server tools': serverToolCases,
  'tools that fail': toolFailureCases,
  'client tools': clientToolCases,
  personalities: personalityCases,
  cancelling: cancelCases,
  errors: errorCases,
  retries: retryCases,
  stages: stageCases,
  isolation: isolationCases,
} as const;

/**
 * What every {@link ChatEngine} has to do, as cases for any test runner. An engine is made for each case, against an
 * upstream of its own.
 *
 * @example
 * describeChatEngine({ describe, it, name: 'my_engine', startUpstream: startSimulator, create });
 */
export function describeChatEngine(options: KitOptions): void {
  const { describe, name } = options;
  describe(`${name} is a chat engine`, () => {
    for (const [subject, cases] of Object.entries(subjects)) {
      describe(subject, () => cases(caseOf(options)));
    }
  });
}
