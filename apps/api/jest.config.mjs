import { preset } from '../../jest.preset.mjs';

/** What both engines have to do alike. */
const shared = [
  'bad-input',
  'cancel',
  'concurrency',
  'conversations',
  'http-surface.stream',
  'langchain',
  'openai-sdk*',
  'shutdown',
  'upstream-faults',
  'vercel-ai',
];

/**
 * Tests start processes, on machines that may be busy: what hangs is found, what is slow is not a failure. Much of the
 * time they wait, so two files at a time are not too many for two cores.
 */
export default {
  testTimeout: 30_000,
  maxWorkers: 2,
  projects: [
    { ...preset, displayName: 'api' },
    {
      ...preset,
      displayName: 'api with mem0_proxy',
      testMatch: shared.map((name) => `<rootDir>/e2e/${name}.spec.ts`),
      setupFiles: ['<rootDir>/e2e/support/over-mem0.mjs'],
    },
  ],
};
