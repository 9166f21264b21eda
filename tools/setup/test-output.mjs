import { mkdirSync } from 'node:fs';

/** Before the tests of a project: Jest writes their results into a folder, and does not make it. */
export default () => {
  mkdirSync('test-output', { recursive: true });
};
