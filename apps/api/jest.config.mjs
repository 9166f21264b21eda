import { preset } from '../../jest.preset.mjs';

/** Tests start processes, on machines that may be busy: what hangs is found, what is slow is not a failure. */
export default { ...preset, displayName: 'api', testTimeout: 30_000 };
