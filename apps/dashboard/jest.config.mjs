import { preset } from '../../jest.preset.mjs';

/** Tests in e2e start the built service and a browser, on machines that may be busy: one file at a time. */
export default { ...preset, displayName: 'dashboard', testTimeout: 60_000, maxWorkers: 1 };
