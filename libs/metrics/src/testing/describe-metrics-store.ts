import { clusterCases } from './cluster-cases/cluster.js';
import { faultCases } from './cluster-cases/faults.js';
import type { StoreKitOptions } from './kit-options.js';
import { storeCaseOf } from './store-bench.js';
import { lifeCases } from './store-cases/life.js';
import { listCases } from './store-cases/lists.js';
import { onceCases } from './store-cases/once.js';
import { partCases } from './store-cases/parts.js';

const subjects = {
  buckets: partCases,
  lists: listCases,
  'exactly once': onceCases,
  life: lifeCases,
  'many instances': clusterCases,
  faults: faultCases,
} as const;

/**
 * What every {@link MetricsStore} has to do, by itself and under the metrics of many instances, as cases for any test runner. A store is
 * made for each case.
 *
 * @example
 * describeMetricsStore({ describe, it, name: 'My store', create });
 */
export function describeMetricsStore(options: StoreKitOptions): void {
  const { describe, name } = options;
  describe(`${name} is a metrics store`, () => {
    for (const [subject, cases] of Object.entries(subjects)) {
      describe(subject, () => cases(storeCaseOf(options)));
    }
  });
}
