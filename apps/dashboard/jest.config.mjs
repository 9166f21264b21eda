import { preset } from '../../jest.preset.mjs';

/** Tests in e2e start the built service and a browser, and much of the time they wait: two files at a time, on two cores. */
export default { ...preset, displayName: 'dashboard', testTimeout: 60_000, maxWorkers: 2 };
