import { preset } from '../../jest.preset.mjs';

/** Compilers and servers are run, on machines that may be busy: what hangs is found, what is slow is not a failure. */
export default { ...preset, displayName: 'generators', testTimeout: 240_000 };
