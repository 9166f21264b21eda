import config from '../../eslint.config.mjs';

// Examples talk to whoever started them.
export default [...config, { files: ['**/*.ts'], rules: { 'no-console': 'off' } }];
