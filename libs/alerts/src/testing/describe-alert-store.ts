import type { AlertStoreKitOptions, StoreUnderTest } from './kit-options.js';
import { documentCases } from './store-cases/documents.js';
import { fenceCases } from './store-cases/fences.js';
import { historyCases } from './store-cases/history.js';

/** Entries of the history that a store under test keeps. */
export const KEPT = 50;

export type StoreCase = (name: string, body: (test: StoreUnderTest) => Promise<void>) => void;

const subjects = { documents: documentCases, fences: fenceCases, history: historyCases } as const;

/**
 * What every {@link AlertStore} has to do, as cases for any test runner. A store is made for each case. A store that is not durable
 * (no `reopen`) passes the cases about that.
 *
 * @example
 * describeAlertStore({ describe, it, name: 'My store', create });
 */
export function describeAlertStore({ describe, it, name, create }: AlertStoreKitOptions): void {
  const test: StoreCase = (title, body) => {
    it(title, async () => {
      const made = await create({ historyKept: KEPT });
      try {
        await body(made);
      } finally {
        await made.close();
      }
    });
  };
  describe(`${name} is an alert store`, () => {
    for (const [subject, cases] of Object.entries(subjects)) describe(subject, () => cases(test));
  });
}
