export { describeAlertStore } from './describe-alert-store.js';
export { describeLease } from './describe-lease.js';
export type {
  AlertStoreKitOptions,
  LeaseKitOptions,
  LeasesUnderTest,
  Runner,
  StoreUnderTest,
} from './kit-options.js';
export { runRuleTests } from './rule-tests/run-rule-tests.js';
export type { RuleTestResult } from './rule-tests/run-rule-test.js';
export { parseSeries, SeriesSyntaxError } from './rule-tests/series.js';
