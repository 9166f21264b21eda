import { preset } from '../../jest.preset.mjs';

export default { ...preset, displayName: 'deployment', testTimeout: 60_000 };
