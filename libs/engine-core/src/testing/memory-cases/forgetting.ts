import assert from 'node:assert/strict';
import { ANN, WORD, type MemoryCase } from '../memory-bench.js';

export function forgettingCases(test: MemoryCase): void {
  test('forgets a conversation that was deleted from the log', async ({
    remember,
    subject,
    signal,
    shown,
  }) => {
    await remember();
    await subject.log.delete(ANN, signal);
    assert.ok(!(await shown()).includes(WORD), 'it remembers what was deleted');
  });

  test('remembers what is said in it afterwards', async ({
    remember,
    tell,
    subject,
    signal,
    shown,
    until,
  }) => {
    await remember();
    await subject.log.delete(ANN, signal);
    // What begins in the millisecond of the deletion was deleted with it.
    const deleted = Date.now();
    await until('the clock stands still', () => Promise.resolve(Date.now() > deleted));
    await tell('My code is marigold-4712.');
    await until('it does not remember again', async () => (await shown()).includes('marigold-4712'));
    assert.ok(!(await shown()).includes(WORD), 'it remembers what was deleted');
  });
}
