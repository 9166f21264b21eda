import { preset } from '../../jest.preset.mjs';

/** Loading mem0 takes a second of CPU, in each file. */
export default { ...preset, displayName: 'engine-mem0', testTimeout: 30_000 };
