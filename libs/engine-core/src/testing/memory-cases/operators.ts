import assert from 'node:assert/strict';
import { ANN, FACT, WORD, type MemoryBench, type MemoryCase } from '../memory-bench.js';

export function operatorCases(test: MemoryCase): void {
  test('tells facts about itself in JSON, and nothing of what was said', async ({ remember, subject }) => {
    await remember();
    const info = subject.memory.info();
    assert.deepEqual(JSON.parse(JSON.stringify(info)), info);
    assert.ok(!JSON.stringify(info).includes(WORD), 'it tells what was said');
  });

  test('is up, and chat can do without it', async ({ subject, signal }) => {
    const { name, status, latency, required } = await subject.memory.healthCheck(signal);
    assert.notEqual(name, '');
    assert.deepEqual([status, required], ['up', false]);
    assert.ok(latency >= 0);
  });

  test('has a health when its log is closed, and throws nothing', async ({ subject, signal }) => {
    await subject.log.close();
    const { required } = await subject.memory.healthCheck(signal);
    assert.equal(required, false);
  });

  test('changes its version with what may be recalled', async (bench) => {
    const first = await versionOf(bench);
    // Then its retrievals are not to be cached.
    if (first === undefined) return;
    assert.equal(await versionOf(bench), first, 'it changes by itself');
    await bench.remember();
    const second = await versionOf(bench);
    assert.notEqual(second, first, `it stays when "${FACT}" is said`);
    await bench.subject.log.delete(ANN, bench.signal);
    assert.notEqual(await versionOf(bench), second, 'it stays when that is deleted');
  });
}

const versionOf = async ({ subject: { memory }, signal }: MemoryBench): Promise<string | undefined> =>
  memory.version?.(ANN, signal);
