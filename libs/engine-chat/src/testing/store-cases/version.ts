import { equal, notEqual } from 'node:assert/strict';
import type { MemoryScope } from '@yychat/engine-core';
import { never, said } from '@yychat/engine-core/testing';
import { HOME } from '../store-bench.js';
import type { StoreBench, StoreCase } from '../store-bench.js';

const ELSEWHERE = { ...HOME, conversationId: 'conversation-2' };

const versionOf = (bench: StoreBench, scope: Partial<MemoryScope> = {}): Promise<string> =>
  bench.log.version({ ...HOME, ...scope }, never);

/** Every version that was seen is another one. */
class Versions {
  readonly #seen = new Set<string>();

  isNew(version: string): void {
    notEqual(this.#seen.has(version), true, `the version ${version} came again`);
    this.#seen.add(version);
  }
}

export function versionCases(test: StoreCase): void {
  test('has another version of a conversation with every turn and every deletion', async (bench) => {
    const versions = new Versions();
    versions.isNew(await versionOf(bench));
    for (let round = 0; round < 3; round++) {
      await bench.append({ messages: said('My boat is blue.') });
      versions.isNew(await versionOf(bench));
      await bench.append({ messages: said('My boat is green.') });
      versions.isNew(await versionOf(bench));
      await bench.log.delete(HOME, never);
      bench.clock.advance(1);
    }
  });

  test('has the same version as long as nothing is said or deleted that the scope shows', async (bench) => {
    await bench.append({ messages: said('My boat is blue.'), user: 'ann' });
    const scopes: readonly Partial<MemoryScope>[] = [{}, { user: 'ann' }];
    const versions = () => Promise.all(scopes.map((scope) => versionOf(bench, scope)));
    const before = await versions();
    await bench.append({ ...ELSEWHERE, messages: said('My boat is red.'), user: 'ben' });
    await bench.append({ ...HOME, tenant: 'tenant-2', messages: said('My boat is red.'), user: 'ann' });
    await bench.log.delete(ELSEWHERE, never);
    equal(JSON.stringify(await versions()), JSON.stringify(before));
  });

  test('has another version for a user when another conversation of theirs changes', async (bench) => {
    const versions = new Versions();
    const ofUser = () => versionOf(bench, { user: 'ann' });
    await bench.append({ messages: said('My boat is blue.'), user: 'ann' });
    const alone = await versionOf(bench);
    versions.isNew(await ofUser());
    for (let round = 0; round < 3; round++) {
      await bench.append({ ...ELSEWHERE, messages: said('My house is red.'), user: 'ann' });
      versions.isNew(await ofUser());
      await bench.append({ ...ELSEWHERE, messages: said('My house is old.'), user: 'ann' });
      versions.isNew(await ofUser());
      await bench.append({ ...ELSEWHERE, messages: said('So is mine.'), user: 'ben' });
      const shared = await ofUser();
      await bench.log.delete(ELSEWHERE, never);
      equal(await ofUser(), shared);
      bench.clock.advance(1);
    }
    equal(await versionOf(bench), alone);
  });
}
