import { beforeEach, describe, expect, it } from '@jest/globals';
import { AlertStoreError, StaleFenceError } from '../errors.js';
import type { Batch } from '../ports/alert-store.js';
import { silentLogger } from '../ports/logger.js';
import { MemoryAlertStore } from '../store/memory-alert-store.js';
import { StoreLedger } from './store-ledger.js';

/** A store whose commits a test lets through one by one. */
class GatedStore extends MemoryAlertStore {
  readonly batches: Batch[] = [];
  failing = false;
  gate: Promise<void> | undefined;

  override async commit(batch: Batch): Promise<void> {
    this.batches.push(batch);
    await this.gate;
    if (this.failing) throw new AlertStoreError('the disk is full');
    return super.commit(batch);
  }
}

let store: GatedStore;
let ledger: StoreLedger;
beforeEach(() => {
  store = new GatedStore();
  ledger = new StoreLedger({
    store,
    logger: silentLogger,
    fence: 3,
    mayAct: () => true,
    reachable: () => true,
  });
});

const beat = (evaluatedAt: number) =>
  ledger.write({ collection: 'meta', id: 'evaluator', value: { evaluatedAt } });
const kept = async () => (await store.get('meta', 'evaluator'))?.evaluatedAt;

describe('a ledger', () => {
  it('keeps everything in one commit, of each document the newest', async () => {
    beat(1);
    beat(2);
    ledger.append({ type: 'fired', at: 1 });
    await ledger.flush();
    expect([
      store.batches.length,
      store.batches[0]?.writes?.length,
      store.batches[0]?.fence,
      await kept(),
    ]).toEqual([1, 1, 3, 2]);
  });

  it('asks nothing of the store when there is nothing to keep', async () => {
    await ledger.flush();
    expect(store.batches).toEqual([]);
  });

  it('keeps what comes during a commit with the next one, for all who wait for it', async () => {
    let open: () => void = () => undefined;
    store.gate = new Promise((resolve) => (open = resolve));
    beat(1);
    const first = ledger.flush();
    beat(2);
    const later = Promise.all([ledger.flush(), ledger.flush(), ledger.flush()]);
    open();
    await first;
    await later;
    expect([store.batches.length, await kept()]).toEqual([2, 2]);
  });

  it('keeps later what the store did not take, unless it is older than what came since', async () => {
    store.failing = true;
    beat(1);
    ledger.write({ collection: 'acks', id: 'a', value: { id: 'a', by: 'ann', at: 1 } });
    ledger.append({ type: 'fired', at: 1 });
    await ledger.flush();
    expect(ledger.waiting).toBe(3);
    beat(2);
    store.failing = false;
    await ledger.flush();
    expect([
      await kept(),
      (await store.read('acks')).size,
      (await store.history({})).length,
      ledger.waiting,
    ]).toEqual([2, 1, 1, 0]);
  });

  it('ends when another instance has taken over', async () => {
    await store.commit({ fence: 4 });
    beat(1);
    await expect(ledger.flush()).rejects.toThrow(StaleFenceError);
    expect([ledger.active(), await kept()]).toEqual([false, undefined]);
    await expect(ledger.flush()).rejects.toThrow(StaleFenceError);
  });

  it('waits while the store is known to be out of reach', async () => {
    let reachable = false;
    ledger = new StoreLedger({
      store,
      logger: silentLogger,
      fence: 3,
      mayAct: () => true,
      reachable: () => reachable,
    });
    beat(1);
    await ledger.flush();
    expect(store.batches).toEqual([]);
    reachable = true;
    await ledger.flush();
    expect(await kept()).toBe(1);
  });
});
