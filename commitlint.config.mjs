const TYPES = [
  'bench',
  'build',
  'chore',
  'ci',
  'docs',
  'feat',
  'fix',
  'perf',
  'refactor',
  'revert',
  'style',
  'test',
];

export default {
  extends: ['@commitlint/config-conventional'],
  rules: {
    'body-max-line-length': [0],
    'header-max-length': [2, 'always', 120],
    'subject-case': [0],
    // The usual ones, and `bench` for what measures and ships nothing.
    'type-enum': [2, 'always', TYPES],
  },
};
