import { InvalidAlertError } from '../../errors.js';
import { DEFAULT_RULES } from '../../rule/default-rules.js';
import { parseRule, parseWith } from '../../rule/parse.js';
import { ruleTestFileSchema } from './rule-test-file.js';
import { runRuleTest, type RuleTestResult } from './run-rule-test.js';

/**
 * Runs the tests of one file, given as parsed JSON. What fails is in the results.
 * Rejects with InvalidAlertError, naming every field at fault, when the file is not as it should be.
 */
export async function runRuleTests(file: unknown): Promise<readonly RuleTestResult[]> {
  const { rules, tests } = parseWith(ruleTestFileSchema, 'rule test file', file);
  const all = rules === 'default' ? DEFAULT_RULES.map(parseRule) : rules;
  const twice = all.find(({ id }, i) => all.findIndex((rule) => rule.id === id) !== i);
  if (twice !== undefined) {
    throw new InvalidAlertError('rule test file', [{ path: 'rules', message: `has "${twice.id}" twice` }]);
  }
  const results: RuleTestResult[] = [];
  for (const test of tests) results.push(await runRuleTest(all, test));
  return results;
}
