import { caseOf } from './case.js';
import { abortCases } from './cases/abort.js';
import { fillCases } from './cases/fill.js';
import { keyCases } from './cases/keys.js';
import { lifetimeCases } from './cases/lifetimes.js';
import { raceCases } from './cases/races.js';
import { staleCases } from './cases/stale.js';
import { valueCases } from './cases/values.js';
import type { KitOptions } from './kit-options.js';

const subjects = {
  values: valueCases,
  keys: keyCases,
  lifetimes: lifetimeCases,
  'filling what is missing': fillCases,
  'values that stand in': staleCases,
  'changes at the same time': raceCases,
  aborting: abortCases,
} as const;

/**
 * What every {@link Cache} has to do, as cases for any test runner. A cache is made for each case.
 *
 * @example
 * describeCache({ describe, it, name: 'my cache', create });
 */
export function describeCache(options: KitOptions): void {
  const { describe, name } = options;
  describe(`${name} is a cache`, () => {
    for (const [subject, cases] of Object.entries(subjects)) {
      describe(subject, () => cases(caseOf(options)));
    }
  });
}
