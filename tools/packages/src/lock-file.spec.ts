import { describe, expect, it } from '@jest/globals';
import { findDependency, runtimeClosure, type LockFile } from './lock-file.js';

const lock: LockFile = {
  'libs/a': {
    dependencies: { b: '*', c: '1' },
    peerDependencies: { d: '*', e: '*' },
    peerDependenciesMeta: { e: { optional: true } },
  },
  'libs/b': { dependencies: { c: '2' } },
  'node_modules/b': { link: true, resolved: 'libs/b' },
  'node_modules/c': { version: '2.0.0' },
  'node_modules/d': { version: '1.0.0', optionalDependencies: { missing: '*' } },
  'node_modules/e': { version: '1.0.0' },
  'libs/a/node_modules/c': { version: '1.0.0', dependencies: { d: '*' } },
};

describe('the lock file', () => {
  it('tells where a dependency is found: next to who asks, or above', () => {
    expect(findDependency(lock, 'libs/a', 'c')).toBe('libs/a/node_modules/c');
    expect(findDependency(lock, 'libs/b', 'c')).toBe('node_modules/c');
    expect(findDependency(lock, 'libs/a/node_modules/c', 'd')).toBe('node_modules/d');
    expect(findDependency(lock, 'libs/a', 'b')).toBe('libs/b');
    expect(findDependency(lock, 'libs/a', 'nowhere')).toBeUndefined();
  });

  it('tells all that is needed at run time: peers too, but not optional ones', () => {
    const needed = ['libs/a', 'libs/a/node_modules/c', 'libs/b', 'node_modules/c', 'node_modules/d'];
    expect(runtimeClosure(lock, ['libs/a'])).toEqual(needed);
  });
});
