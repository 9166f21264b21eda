import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { runRuleTests } from '@yychat/alerts/testing';

const rule = JSON.parse(await readFile(new URL('slow-answers.json', import.meta.url), 'utf8')) as object;

/** Half an hour that was made up: a spike of a minute, some slow answers at night, then five bad minutes. */
const halfAnHour = {
  name: 'tells of what lasts, and of nothing else',
  every: '10s',
  series: [{ metric: 'total_time', values: '1x30 9x6 1x24 12#3x30 1x30 8x30 4x12 2x18' }],
  expect: { messages: ['22m fired slow-answers', '28m resolved slow-answers'] },
};

test('the rule passes', async () => {
  assert.deepEqual(await failuresOf(rule), []);
});

test('a rule that does not wait would have told of the spike', async () => {
  const [failure] = await failuresOf({ ...rule, for: 0 });
  assert.match(failure ?? '', /^messages: expected .*, but there were "5m fired slow-answers"/);
});

test('a rule that judges by a few answers would have woken somebody at night', async () => {
  const [failure] = await failuresOf({ ...rule, minSamples: 1 });
  assert.match(failure ?? '', /but there were "12m fired slow-answers"/);
});

async function failuresOf(tested: object): Promise<readonly string[]> {
  const [result] = await runRuleTests({ rules: [tested], tests: [halfAnHour] });
  return result?.failures ?? ['it was not run'];
}
