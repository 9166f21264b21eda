import type { ExtractionRecords, FactStore, Mem0Store } from './fact-store.js';
import type { Mem0Thread } from './mem0-thread.js';

/** Milliseconds. */
const CLOSE_PATIENCE = 5_000;

/** A store whose work is done in mem0's thread. */
export function threadStore(thread: Mem0Thread, kind: Pick<FactStore, 'mode' | 'vectorStore'>): Mem0Store {
  const facts: FactStore = {
    ...kind,
    add: (batch, signal) => thread.call('facts.add', batch, signal),
    search: (search, signal) => thread.call('facts.search', search, signal),
    list: (scope, limit, signal) => thread.call('facts.list', { scope, limit }, signal),
    undo: (run, sources, signal) => thread.call('facts.undo', { run, sources }, signal),
    forget: (forgotten, signal) => thread.call('facts.forget', forgotten, signal),
    check: (signal) => thread.call('facts.check', undefined, signal),
  };
  const records: ExtractionRecords = {
    claim: (instance, now, lease, signal) => thread.call('records.claim', { instance, now, lease }, signal),
    seen: (owners, signal) => thread.call('records.seen', owners, signal),
    begin: (run, signal) => thread.call('records.begin', run, signal),
    done: (ids, run, epoch, signal) => thread.call('records.done', { ids, run, epoch }, signal),
    fail: (batch, due, most, signal) => thread.call('records.fail', { batch, due, most }, signal),
    failed: (now, limit, signal) => thread.call('records.failed', { now, limit }, signal),
    advance: (instance, generation, cursor, signal) =>
      thread.call('records.advance', { instance, generation, cursor }, signal),
    standing: (owner, signal) => thread.call('records.standing', owner, signal),
    shared: (runs, signal) => thread.call('records.shared', runs, signal),
    forget: (forgotten, signal) => thread.call('records.forget', forgotten, signal),
    forgetDone: (forgotten, signal) => thread.call('records.forgetDone', forgotten, signal),
    forgotten: (since, signal) => thread.call('records.forgotten', since, signal),
    counts: (signal) => thread.call('records.counts', undefined, signal),
  };
  return {
    facts,
    records,
    reset: (signal) => thread.call('reset', undefined, signal),
    close: () => thread.close(CLOSE_PATIENCE),
  };
}
