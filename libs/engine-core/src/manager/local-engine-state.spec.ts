import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { ManualClock } from '../tools/fixtures/manual-clock.js';
import { LocalEngineState } from './local-engine-state.js';

let directory: string;
const clock = new ManualClock();
const open = () => LocalEngineState.open({ clock, file: join(directory, 'state', 'engine.json') });

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'yychat-engine-state-'));
});
afterEach(() => rm(directory, { recursive: true }));

describe('LocalEngineState', () => {
  it('survives the end of its process', async () => {
    const before = await open();
    expect(await before.load()).toBeUndefined();
    await before.compareAndSet(0, { engine: 'one' });
    const selected = await before.compareAndSet(1, { engine: 'two', reason: 'test', by: 'ann' });
    const after = await open();
    expect(await after.load()).toEqual(selected);
    expect((await after.history(10)).map(({ engine }) => engine)).toEqual(['two', 'one']);
    expect(await readdir(join(directory, 'state'))).toEqual(['engine.json']);
    expect((await stat(join(directory, 'state', 'engine.json'))).mode & 0o777).toBe(0o600);
  });

  it('gives the selection in force to who compared with another', async () => {
    const state = await open();
    const all = await Promise.all(
      ['one', 'two', 'three'].map((engine) => state.compareAndSet(0, { engine })),
    );
    expect(all.map(({ engine, epoch }) => [engine, epoch])).toEqual(Array(3).fill(['one', 1]));
  });

  it('knows when a selection was made, and keeps at most what was asked for', async () => {
    const state = await LocalEngineState.open({ clock });
    await state.compareAndSet(0, { engine: 'one' });
    clock.advance(500);
    await state.compareAndSet(1, { engine: 'two' });
    expect(await state.history(1)).toEqual([
      { engine: 'two', epoch: 2, since: clock.now(), previous: 'one' },
    ]);
  });

  it('selects nothing that it could not write', async () => {
    const state = await open();
    await state.compareAndSet(0, { engine: 'one' });
    await rm(join(directory, 'state'), { recursive: true });
    await writeFile(join(directory, 'state'), 'no directory');
    await expect(state.compareAndSet(1, { engine: 'two' })).rejects.toThrow();
    expect(await state.load()).toMatchObject({ engine: 'one', epoch: 1 });
    await rm(join(directory, 'state'));
    expect(await state.compareAndSet(1, { engine: 'two' })).toMatchObject({ engine: 'two', epoch: 2 });
  });

  it.each(['{', '{}', '[{"engine": 7}]'])('refuses a file that holds %s', async (text) => {
    await (await open()).compareAndSet(0, { engine: 'one' });
    await writeFile(join(directory, 'state', 'engine.json'), text);
    await expect(open()).rejects.toThrow();
  });
});
