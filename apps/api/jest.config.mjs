import { preset } from '../../jest.preset.mjs';

/**
 * Tests start processes, on machines that may be busy: what hangs is found, what is slow is not a failure. Much of the
 * time they wait, so two files at a time are not too many for two cores.
 */
export default { ...preset, displayName: 'api', testTimeout: 30_000, maxWorkers: 2 };
