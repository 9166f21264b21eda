import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { batchOf, describeFactStore } from '../fixtures/describe-fact-store.js';
import { never, textsOf } from '../fixtures/mem0-bench.js';
import { Mem0Platform } from '../fixtures/mem0-platform.js';
import { TemporaryDirectory } from '../fixtures/temporary-directory.js';
import { connectMem0Platform } from './connect-mem0-platform.js';
import type { Mem0Store } from './fact-store.js';

const KEY = 'm0-secret-of-this-server';
let directory: TemporaryDirectory;
let platform: Mem0Platform;
let store: Mem0Store;
const connect = (apiKey = KEY): Mem0Store =>
  connectMem0Platform({ apiKey, baseURL: `${platform.baseURL}/`, directory: directory.path });

beforeAll(async () => {
  directory = await TemporaryDirectory.make();
  platform = await new Mem0Platform(KEY).start();
  store = connect();
});
beforeEach(() => {
  platform.clear();
  platform.requests.length = 0;
  Object.assign(platform, { fails: false, leaks: false });
});
afterAll(async () => {
  await store.close();
  await platform.stop();
  await directory.remove();
});

describeFactStore('the hosted platform', () =>
  Promise.resolve({ store, reopen: () => Promise.resolve((store = connect())) }),
);

describe('the hosted platform of mem0', () => {
  const list = async () => textsOf(await store.facts.list({ user: 'u_ann' }, 1_000, never()));

  it('is done with an add when its facts can be found', async () => {
    await store.facts.add(batchOf('I live in Ulm.'), never());
    expect(await list()).toEqual(['I live in Ulm.']);
    expect(platform.requests.filter((path) => path.startsWith('GET /v1/event/')).length).toBeGreaterThan(0);
  });

  it('rejects an add that fails after it was taken', async () => {
    platform.fails = true;
    await expect(store.facts.add(batchOf('I live in Ulm.'), never())).rejects.toMatchObject({
      ...{ status: 503, code: 'mem0_failed' },
    });
  });

  it('lists more than a page of facts', async () => {
    const many = Array.from({ length: 250 }, (_, at) => `My code ${at} is ${at}.`).join(' ');
    await store.facts.add(batchOf(many), never());
    expect(await list()).toHaveLength(250);
  });

  it('shows nobody what is not theirs, even if the platform does', async () => {
    await store.facts.add(batchOf('I live in Ulm.'), never());
    platform.leaks = true;
    const search = { query: 'Where do I live?', scope: { user: 'u_ben' }, limit: 5 };
    expect(await store.facts.search(search, never())).toEqual([]);
    expect(await store.facts.list({ run: 'c_2' }, 5, never())).toEqual([]);
  });

  it('refuses a wrong key without telling it', async () => {
    const other = connect('m0-wrong');
    await expect(other.facts.check(never())).rejects.toMatchObject({
      ...{ code: 'mem0_failed', message: expect.not.stringContaining('m0-wrong') },
    });
    await other.close();
  });

  it('needs no model of the service, and keeps its records in its directory', async () => {
    expect(store.facts).toMatchObject({ mode: 'platform', vectorStore: 'mem0 platform' });
    expect(await directory.files()).toEqual(['mem0.sqlite', 'mem0.sqlite-shm', 'mem0.sqlite-wal']);
  });
});
