import { parseArgs } from 'node:util';
import { silentLogger, systemClock } from '@yychat/engine-core';
import { loadSettings } from '../../settings/load-settings.js';
import { openConversationStore } from '../../wiring/conversation-store.js';
import { checkFile, importFile } from './import-file.js';

/** Lines between two that say how far it is. */
const EVERY = 10_000;

const print = (text: string) => process.stdout.write(`${text}\n`);
const complain = (text: string) => process.stderr.write(`${text}\n`);

/** Imports the file that the command line names. Resolves with the exit code: 0, 1 for what failed, 2 for how it was called. */
async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { check: { type: 'boolean', default: false } },
  });
  const [file] = positionals;
  if (file === undefined || positionals.length > 1) {
    complain('Give one file of JSON Lines. With --check, it is looked through and nothing is written.');
    return 2;
  }
  const problems = await checkFile(file, systemClock.now());
  for (const problem of problems) complain(`${file}: ${problem}`);
  if (problems.length > 0) {
    complain('Nothing was written.');
    return 1;
  }
  if (values.check) {
    print(`${file}: nothing is wrong with it.`);
    return 0;
  }
  const { settings, notices } = loadSettings(process.env, '.env');
  for (const { message } of notices) complain(message);
  const store = await openConversationStore(settings, { clock: systemClock, logger: silentLogger });
  try {
    const { messages, added } = await importFile(file, store, tellEvery(EVERY));
    const where =
      settings.DATABASE_URL === undefined ? settings.YYCHAT_DATA_DIR : 'the database of DATABASE_URL';
    const rest = `${messages - added} left out, for they are there or were deleted`;
    print(`${messages} messages: ${added} added to ${where}, ${rest}.`);
    return 0;
  } catch (error) {
    complain(messageOf(error));
    complain('What was written until then is kept. Begin again: nothing is written twice.');
    return 1;
  } finally {
    await store.close();
  }
}

function tellEvery(lines: number): (line: number) => void {
  let told = 0;
  return (line) => {
    if (line - told < lines) return;
    told = line;
    print(`line ${line}`);
  };
}

const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error));

try {
  process.exitCode = await main();
} catch (error) {
  complain(messageOf(error));
  process.exitCode = 1;
}
