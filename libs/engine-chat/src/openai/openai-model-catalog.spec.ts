import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Clock } from '@yychat/engine-core';
import { startSimulator, type Simulator } from '@yychat/simulator';
import { OpenAI } from 'openai';
import { OpenAIModelCatalog } from './index.js';

let time = 0;
const clock: Clock = { now: () => time, monotonic: () => time, after: () => ({ cancel: () => undefined }) };
let simulator: Simulator;
let catalog: OpenAIModelCatalog;
const asked = () => simulator.requests.length;
const fails = () =>
  simulator.rule({ on: 'models', match: () => true, behaviour: { error: { status: 500 } } });

beforeEach(async () => {
  simulator = await startSimulator({ models: ['gpt-4.1', 'org/model'] });
  const client = new OpenAI({ baseURL: simulator.baseURL, apiKey: 'sk-test', maxRetries: 0 });
  catalog = new OpenAIModelCatalog(client, clock);
});
afterEach(() => simulator.close());

describe('OpenAIModelCatalog', () => {
  it('lists the models as the upstream describes them', async () => {
    expect(await catalog.list()).toEqual([
      expect.objectContaining({ id: 'gpt-4.1', object: 'model', owned_by: 'simulator' }),
      expect.objectContaining({ id: 'org/model' }),
    ]);
  });

  it('asks once a minute at most, and once for all who ask at a time', async () => {
    await Promise.all([catalog.list(), catalog.list()]);
    time += 60_000;
    await catalog.list();
    expect(asked()).toBe(1);
    time += 1;
    await catalog.list();
    expect(asked()).toBe(2);
  });

  it('does not keep a failure', async () => {
    const heal = fails();
    await expect(catalog.list()).rejects.toMatchObject({ status: 500, name: 'UpstreamError' });
    heal();
    expect(await catalog.list()).toHaveLength(2);
  });

  it('finds a model, whatever is in its name', async () => {
    expect(await catalog.get('org/model')).toMatchObject({ id: 'org/model' });
  });

  it('says of an unknown model what the upstream says', async () => {
    await expect(catalog.get('gpt-9')).rejects.toMatchObject({
      status: 404,
      code: 'model_not_found',
      param: 'model',
    });
  });

  it('keeps the status of an error that has no body', async () => {
    simulator.rule({ on: 'models', match: () => true, behaviour: { error: { status: 503, body: 'null' } } });
    await expect(catalog.get('gpt-4.1')).rejects.toMatchObject({ status: 503 });
  });

  it('says that the upstream cannot be reached', async () => {
    await simulator.close();
    await expect(catalog.list()).rejects.toMatchObject({ status: 502, code: 'upstream_unreachable' });
  });

  it('says that the upstream took too long', async () => {
    const fetch = () => Promise.reject(new Error('The operation timed out.'));
    const client = new OpenAI({ baseURL: simulator.baseURL, apiKey: 'sk-test', maxRetries: 0, fetch });
    const slow = new OpenAIModelCatalog(client, clock);
    await expect(slow.list()).rejects.toMatchObject({ status: 504, code: 'upstream_timeout' });
  });
});
