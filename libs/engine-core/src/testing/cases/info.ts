import assert from 'node:assert/strict';
import { SPECIFICATION_VERSION } from '../../engine.js';
import type { Case } from '../bench.js';

const signal = () => new AbortController().signal;

export function infoCases(test: Case): void {
  test('says which version of the contract it follows', {}, ({ engine }) => {
    assert.equal(engine.specificationVersion, SPECIFICATION_VERSION);
    return Promise.resolve();
  });

  test('has one name, fit for a route', {}, async ({ engine }) => {
    const info = await engine.getEngineInfo();
    assert.match(info.name, /^[a-z][a-z0-9_]{0,63}$/);
    assert.equal(info.name, engine.name);
    assert.notEqual(info.version, '');
    assert.notEqual(info.description, '');
  });

  test('declares its features, sorted, each once', {}, async ({ engine }) => {
    const { features } = await engine.getEngineInfo();
    assert.deepEqual(features, [...new Set(features)].sort());
    for (const feature of ['personalities', 'streaming', 'tools'])
      assert.ok(features.includes(feature), feature);
  });

  test('is up while its upstream is', {}, async ({ engine }) => {
    const { status, dependencies } = await engine.healthCheck({ signal: signal() });
    assert.equal(status, 'up');
    assert.ok(dependencies.length > 0);
    for (const { name, latency } of dependencies) assert.ok(name !== '' && latency >= 0);
  });

  test('is down, and throws nothing, when its upstream is gone', {}, async ({ engine, upstream }) => {
    await upstream.close();
    const { status, dependencies } = await engine.healthCheck({ signal: signal() });
    assert.equal(status, 'down');
    const failed = dependencies.find((dependency) => dependency.status === 'down');
    assert.ok(failed?.required);
    assert.ok(failed.reason, 'it does not say why');
  });
}
