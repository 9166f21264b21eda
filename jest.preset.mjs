import { join } from 'node:path';

/** What every project's jest.config.mjs starts from: ESM, TypeScript through SWC, libs resolved to their sources. */
export const preset = {
  globalSetup: join(import.meta.dirname, 'tools/setup/test-output.mjs'),
  testEnvironment: 'node',
  testEnvironmentOptions: { customExportConditions: ['@yychat/source', 'node', 'node-addons'] },
  extensionsToTreatAsEsm: ['.ts'],
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      {
        jsc: {
          target: 'es2022',
          parser: { syntax: 'typescript', decorators: true },
          transform: { legacyDecorator: true, decoratorMetadata: true },
          keepClassNames: true,
        },
        module: { type: 'es6' },
      },
    ],
  },
  testMatch: ['<rootDir>/src/**/*.spec.ts', '<rootDir>/e2e/**/*.spec.ts'],
};
