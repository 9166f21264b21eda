import { preset } from '../../jest.preset.mjs';

/** The packages are packed and installed once, by a set-up that is built: Jest does not transform it as it does tests. */
export default {
  ...preset,
  displayName: 'packages',
  testTimeout: 120_000,
  maxWorkers: 2,
  globalSetup: '<rootDir>/dist/set-up.js',
  globalTeardown: '<rootDir>/dist/tear-down.js',
};
