import { mkdir, mkdtemp, rename, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { systemClock } from '../ports/clock.js';
import { silentLogger } from '../ports/logger.js';
import { ManualClock } from '../tools/fixtures/manual-clock.js';
import { PersonalityDirectory } from './personality-directory.js';

let directory: string;
let opened: PersonalityDirectory | undefined;
let logged: { level: string; problem?: string }[];

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'personalities-'));
  opened = undefined;
  logged = [];
});
afterEach(async () => {
  await opened?.close();
  await rm(directory, { recursive: true, force: true });
});

const content = (id: string, prompt = 'p'): string => JSON.stringify({ id, name: id, system_prompt: prompt });
const write = (file: string, text: string): Promise<void> => writeFile(join(directory, file), text);
/** With a clock that stands still, so that only `reload` reads. */
async function load(clock = new ManualClock() as typeof systemClock): Promise<PersonalityDirectory> {
  opened = await PersonalityDirectory.load(directory, {
    clock,
    logger: {
      ...silentLogger,
      warn: (fields) => void logged.push({ level: 'warn', ...fields }),
      error: (fields) => void logged.push({ level: 'error', ...fields }),
    },
  });
  return opened;
}
const ids = (): string[] => opened!.list().map(({ id }) => id);

describe('PersonalityDirectory', () => {
  it('reads every JSON file, sorted by id', async () => {
    await write('1.json', content('b'));
    await write('2.json', content('a', 'You are A.'));
    await write('.hidden.json', 'x');
    await write('notes.txt', 'x');
    await mkdir(join(directory, 'folder.json'));
    const personalities = await load();
    expect(ids()).toEqual(['a', 'b']);
    expect(personalities.get('a')?.systemMessage).toBe('You are A.');
    expect(personalities.get('c')).toBeUndefined();
    expect(personalities.get('constructor')).toBeUndefined();
  });

  it('is empty, with a warning, where there is no directory, and finds it later', async () => {
    await rm(directory, { recursive: true });
    const personalities = await load();
    expect(ids()).toEqual([]);
    await personalities.reload();
    expect(logged).toEqual([{ level: 'warn', directory }]);
    await mkdir(directory);
    await write('a.json', content('a'));
    await personalities.reload();
    expect(ids()).toEqual(['a']);
  });

  it('does not start with a bad file', async () => {
    await write('a.json', content('a'));
    await write('b.json', content('B'));
    await expect(load()).rejects.toThrow(/^b\.json: id must match/);
  });

  it('does not start when two files have the same id, and names both', async () => {
    await write('a.json', content('x'));
    await write('b.json', content('x'));
    await expect(load()).rejects.toThrow(/^b\.json: id "x" is taken by a\.json$/);
  });

  it('does not start with a file that is too large, or not UTF-8', async () => {
    await write('a.json', content('a', 'p'.repeat(262_144)));
    await expect(load()).rejects.toThrow(/^a\.json: the file is larger than 262144 bytes$/);
    await writeFile(join(directory, 'a.json'), Buffer.from([0x22, 0xff, 0x22]));
    await expect(load()).rejects.toThrow(/^a\.json: the file is not UTF-8$/);
  });

  it('takes in files that are new, changed or deleted', async () => {
    await write('a.json', content('a', 'old'));
    await write('b.json', content('b'));
    const personalities = await load();
    await write('a.json', content('a', 'new'));
    await write('c.json', content('c'));
    await rm(join(directory, 'b.json'));
    await personalities.reload();
    expect(ids()).toEqual(['a', 'c']);
    expect(personalities.get('a')?.systemMessage).toBe('new');
  });

  it('takes in a file that was replaced by renaming, of the same size and time', async () => {
    const time = new Date(1_700_000_000_000);
    await write('a.json', content('a', 'old'));
    await utimes(join(directory, 'a.json'), time, time);
    const personalities = await load();
    await write('a.tmp', content('a', 'new'));
    await utimes(join(directory, 'a.tmp'), time, time);
    await rename(join(directory, 'a.tmp'), join(directory, 'a.json'));
    await personalities.reload();
    expect(personalities.get('a')?.systemMessage).toBe('new');
  });

  it('grows its version when something changes, and only then', async () => {
    await write('a.json', content('a'));
    const personalities = await load();
    const { version } = personalities;
    const before = personalities.get('a');
    await personalities.reload();
    expect(personalities.version).toBe(version);
    expect(personalities.get('a')).toBe(before);
    await write('a.json', content('a', 'new'));
    await personalities.reload();
    expect(personalities.version).toBeGreaterThan(version);
  });

  it('keeps the last good version of a file that has become bad, and says so once per change', async () => {
    await write('a.json', content('a', 'good'));
    const personalities = await load();
    const { version } = personalities;
    await write('a.json', content('a', 'half').slice(0, -5));
    await personalities.reload();
    await personalities.reload();
    expect(personalities.get('a')?.systemMessage).toBe('good');
    expect(personalities.version).toBe(version);
    expect(logged).toEqual([{ level: 'error', problem: expect.stringMatching(/^a\.json: /) }]);

    await write('a.json', '{}');
    await personalities.reload();
    expect(logged[1]).toEqual({ level: 'error', problem: 'a.json: id must be a text that is not empty' });
    await write('a.json', content('a', 'mended'));
    await personalities.reload();
    expect(personalities.get('a')?.systemMessage).toBe('mended');
    expect(logged).toHaveLength(2);
  });

  it('leaves out a new file that is bad until it is good', async () => {
    const personalities = await load();
    await write('a.json', '{"id":');
    await personalities.reload();
    expect(ids()).toEqual([]);
    await write('a.json', content('a'));
    await personalities.reload();
    expect(ids()).toEqual(['a']);
  });

  it('lets nobody take an id over, until it is free', async () => {
    await write('z.json', content('x', 'first'));
    await write('a.json', content('a', 'own'));
    const personalities = await load();
    await write('a.json', content('x', 'second'));
    await personalities.reload();
    await personalities.reload();
    expect(personalities.get('x')?.systemMessage).toBe('first');
    expect(personalities.get('a')?.systemMessage).toBe('own');
    expect(logged).toEqual([{ level: 'error', problem: 'a.json: id "x" is taken by z.json' }]);
    await rm(join(directory, 'z.json'));
    await personalities.reload();
    expect(ids()).toEqual(['x']);
    expect(personalities.get('x')?.systemMessage).toBe('second');
  });

  it('keeps what it has while the directory is being replaced', async () => {
    await write('a.json', content('a', 'old'));
    const personalities = await load();
    await rename(directory, `${directory}.old`);
    await personalities.reload();
    expect(ids()).toEqual(['a']);
    await mkdir(directory);
    await write('b.json', content('b'));
    await personalities.reload();
    await rm(`${directory}.old`, { recursive: true });
    expect(ids()).toEqual(['b']);
  });

  it('hears of changes by itself', async () => {
    await write('a.json', content('a', 'old'));
    const personalities = await load(systemClock);
    await write('a.json', content('a', 'new'));
    while (personalities.get('a')?.systemMessage !== 'new')
      await new Promise((resolve) => setTimeout(resolve, 10));
  });

  it('looks for itself where the system tells nothing', async () => {
    const clock = new ManualClock();
    await rm(directory, { recursive: true });
    await load(clock);
    await mkdir(directory);
    await write('a.json', content('a'));
    clock.advance(5_000);
    while (ids().length === 0) await new Promise((resolve) => setTimeout(resolve, 10));
    expect(ids()).toEqual(['a']);
  });

  it('stops looking when it is closed', async () => {
    const clock = new ManualClock();
    const personalities = await load(clock);
    expect(clock.pending).toBe(1);
    await personalities.close();
    expect(clock.pending).toBe(0);
  });
});
