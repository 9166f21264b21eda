import { InvalidAlertError } from '../errors.js';
import { parseRule } from '../rule/parse.js';
import { runRuleTests } from '../testing/rule-tests/run-rule-tests.js';

export interface CliParts {
  readonly readFile: (path: string) => Promise<string>;
  /** One line, without its end. */
  readonly print: (line: string) => void;
}

const USAGE = `yychat-alerts: alert rules, tested like code

  yychat-alerts test FILE…    runs the rule tests in each file
  yychat-alerts check FILE…   says whether each file holds a valid rule, or a list of them

Exit code 0: all well. 1: a test failed, or a rule is not valid. 2: not used as it should be, or a file cannot be read.`;

/** The command line; its exit code. Never rejects. */
export async function runCli(args: readonly string[], parts: CliParts): Promise<0 | 1 | 2> {
  const [command, ...files] = args;
  if (command === '--help' || command === '-h') {
    parts.print(USAGE);
    return 0;
  }
  const run = command === 'test' ? testFile : command === 'check' ? checkFile : undefined;
  if (run === undefined || files.length === 0) {
    parts.print(USAGE);
    return 2;
  }
  let worst: 0 | 1 | 2 = 0;
  for (const file of files) {
    const code = await oneFile(file, run, parts);
    if (code > worst) worst = code;
  }
  return worst;
}

type FileCommand = (content: unknown, print: CliParts['print']) => Promise<boolean>;

async function oneFile(file: string, run: FileCommand, { readFile, print }: CliParts): Promise<0 | 1 | 2> {
  let content: unknown;
  try {
    content = JSON.parse(await readFile(file));
  } catch (error) {
    print(`${file}: ${error instanceof SyntaxError ? `is no JSON: ${error.message}` : 'cannot be read'}`);
    return 2;
  }
  try {
    return (await run(content, (line) => print(`${file}: ${line}`))) ? 0 : 1;
  } catch (error) {
    if (!(error instanceof InvalidAlertError)) throw error;
    for (const { path, message } of error.issues)
      print(`${file}: ${path === '' ? message : `${path}: ${message}`}`);
    return 1;
  }
}

async function testFile(content: unknown, print: CliParts['print']): Promise<boolean> {
  const results = await runRuleTests(content);
  for (const { name, ok, failures } of results) {
    print(`${ok ? 'ok' : 'FAILED'}: ${name}`);
    for (const failure of failures) print(`  ${failure}`);
  }
  const failed = results.filter(({ ok }) => !ok).length;
  print(failed === 0 ? `${results.length} passed` : `${failed} of ${results.length} failed`);
  return failed === 0;
}

function checkFile(content: unknown, print: CliParts['print']): Promise<boolean> {
  for (const rule of Array.isArray(content) ? (content as unknown[]) : [content]) {
    const { id, name } = parseRule(rule);
    print(`ok: ${id}, "${name}"`);
  }
  return Promise.resolve(true);
}
