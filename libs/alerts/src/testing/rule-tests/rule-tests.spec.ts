import { describe, expect, it } from '@jest/globals';
import { readFile } from 'node:fs/promises';
import { runCli } from '../../cli/run-cli.js';
import { runRuleTests } from './run-rule-tests.js';
import { parseSeries } from './series.js';

const EXAMPLE = new URL('../../../examples/default-rules.test.json', import.meta.url);

const rule = {
  id: 'errors',
  name: 'Errors',
  signal: { metric: 'errors', agg: 'ratio' },
  condition: { type: 'threshold', op: '>', value: 0.5 },
  for: '30s',
};
const file = (test: object, rules: unknown = [rule]) => ({
  rules,
  tests: [{ name: 'a test', every: '10s', series: [{ metric: 'errors', values: '0x3 1x6 0x3' }], ...test }],
});
const messages = ['1m fired errors', '1m30s resolved errors'];

describe('a series', () => {
  it.each([
    ['1 2 3', [1, 2, 3]],
    ['5x3', [5, 5, 5]],
    ['5+1x4', [5, 6, 7, 8]],
    ['5-1.5x3', [5, 3.5, 2]],
    ['0.1+0.1x3', [0.1, 0.2, 0.3]],
    ['-1x2  1e3', [-1, -1, 1000]],
    ['_ 1 _x2', [null, 1, null, null]],
    ['', []],
  ])('"%s"', (text, values) => {
    expect(parseSeries(text).map(({ value }) => value)).toEqual(values);
  });

  it('says what a figure rests on, and when the source fails', () => {
    expect(parseSeries('0.5#3x2 ! 1')).toMatchObject([
      { count: 3 },
      { value: 0.5, count: 3 },
      { health: 'error' },
      { count: 1_000 },
    ]);
  });

  it.each(['a', '1x', 'x3', '1+x3', '_+1', '5x9999999'])('"%s" is none', (text) => {
    expect(() => parseSeries(text)).toThrow('is no part of a series');
  });
});

describe('rule tests', () => {
  it('pass when all is as expected', async () => {
    const states = [
      { at: '30s', rule: 'errors', state: 'pending' },
      { at: '70s', rule: 'errors', state: 'firing', health: 'ok', quiet: [] },
    ];
    expect(await runRuleTests(file({ expect: { states, messages } }))).toMatchObject([
      { ok: true, failures: [], messages },
    ]);
  });

  it('say what is not as expected, and what it was', async () => {
    const states = [
      { at: '30s', rule: 'errors', state: 'firing' },
      { at: '30s', rule: 'erors', state: 'firing' },
      { at: '1h', rule: 'errors' },
    ];
    const [result] = await runRuleTests(file({ expect: { states, messages: ['1m fired errors'] } }));
    expect(result?.failures).toEqual([
      'at 30s, errors: state expected firing, but it was pending',
      'at 30s, erors: there is no such rule, or it was not looked at',
      'nothing was looked at after 2m, but a state is expected at 1h',
      'messages: expected "1m fired errors", but there were "1m fired errors", "1m30s resolved errors"',
    ]);
  });

  it('know silences, acknowledgements, mute times and switches', async () => {
    const active = {
      ...rule,
      scope: { engine: 'active' },
      for: 0,
      graceAfterSwitch: '60s',
      repeat: { every: '60s', max: 9 },
    };
    const course = { engines: ['a', 'b'], series: [{ metric: 'errors', values: '1x30' }] };
    const play = async (test: object, more: object = {}) =>
      (
        await runRuleTests(file({ ...course, ...test, expect: { messages: [] } }, [{ ...active, ...more }]))
      )[0]?.messages;
    expect(await play({})).toEqual([
      '0s fired errors (a)',
      '1m repeated errors (a)',
      '2m repeated errors (a)',
      '3m repeated errors (a)',
      '4m repeated errors (a)',
    ]);
    expect(await play({ acks: [{ at: '90s', rule: 'errors' }] })).toEqual([
      '0s fired errors (a)',
      '1m repeated errors (a)',
    ]);
    expect((await play({ silences: [{ from: 0, to: '150s', rule: 'errors' }] }))?.[0]).toBe(
      '2m30s fired errors (a)',
    );
    expect(
      await play({ start: '2026-01-05T23:00:00Z' }, { muteTimes: [{ from: '22:00', to: '07:00' }] }),
    ).toEqual([]);
    const later = {
      switches: [{ at: '30s', engine: 'b' }],
      series: [{ metric: 'errors', engine: 'b', values: '1x30' }],
    };
    expect((await play(later))?.[0]).toBe('1m30s fired errors (b)');
  });

  it('give a baseline its own series', async () => {
    const change = {
      ...rule,
      for: 0,
      condition: { type: 'change', baseline: { offset: '1h' }, op: '<', factor: 0.5 },
    };
    const series = [{ metric: 'errors', before: '1h', values: '10x366 2x6' }];
    const [result] = await runRuleTests(
      file({ series, expect: { messages: ['1m fired errors'] } }, [change]),
    );
    expect(result).toMatchObject({ ok: true });
  });

  it.each<[string, object, string]>([
    [
      'a series that is none',
      { series: [{ metric: 'errors', values: '0y3' }], expect: { messages } },
      'tests.0.series.0.values',
    ],
    ['no expectation', { expect: {} }, 'tests.0.expect'],
    [
      'a state that there is not',
      { expect: { states: [{ at: 0, rule: 'errors', state: 'burning' }] } },
      'tests.0.expect.states.0.state',
    ],
  ])('with %s are refused by the name of the field', async (_, test, param) => {
    await expect(runRuleTests(file(test))).rejects.toMatchObject({ code: 'invalid_rule_test_file', param });
  });

  it('of the rules to begin with pass', async () => {
    const results = await runRuleTests(JSON.parse(await readFile(EXAMPLE, 'utf8')));
    expect(results.flatMap(({ failures }) => failures)).toEqual([]);
    expect(results).toHaveLength(3);
  });
});

describe('the command line', () => {
  const files: Readonly<Record<string, unknown>> = {
    'good.json': file({ expect: { messages } }),
    'bad.json': file({ expect: { messages: [] } }),
    'wrong.json': file({ expect: {} }),
    'rule.json': rule,
    'rules.json': [rule, { ...rule, id: '?' }],
  };

  async function run(...args: readonly string[]): Promise<readonly [number, string]> {
    const lines: string[] = [];
    const code = await runCli(args, {
      readFile: (path) => {
        if (path === 'no.json') return Promise.resolve('{');
        return path in files
          ? Promise.resolve(JSON.stringify(files[path]))
          : Promise.reject(new Error('ENOENT'));
      },
      print: (line) => lines.push(line),
    });
    return [code, lines.join('\n')];
  }

  it('runs tests, and says by its exit code how they went', async () => {
    expect(await run('test', 'good.json')).toEqual([0, 'good.json: ok: a test\ngood.json: 1 passed']);
    const [code, text] = await run('test', 'good.json', 'bad.json');
    expect(code).toBe(1);
    expect(text).toContain(
      'bad.json: FAILED: a test\nbad.json:   messages: expected none, but there were "1m fired errors"',
    );
  });

  it('checks rules', async () => {
    expect(await run('check', 'rule.json')).toEqual([0, 'rule.json: ok: errors, "Errors"']);
    expect((await run('check', 'rules.json'))[0]).toBe(1);
  });

  it('says what is wrong with a file, or with how it is used', async () => {
    expect(await run('test', 'wrong.json')).toEqual([1, 'wrong.json: tests.0.expect: expects nothing']);
    expect((await run('test', 'no.json'))[1]).toContain('is no JSON');
    expect(await run('test', 'missing.json')).toEqual([2, 'missing.json: cannot be read']);
    expect([
      (await run())[0],
      (await run('test'))[0],
      (await run('best', 'x'))[0],
      (await run('--help'))[0],
    ]).toEqual([2, 2, 2, 0]);
  });
});
