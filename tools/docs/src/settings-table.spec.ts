import { describe, expect, it } from '@jest/globals';
import { README, README_ZH, read } from './documents.js';
import { settingsOfExample, settingsOfTables } from './settings-table.js';

const example = settingsOfExample(read('.env.example'));

/** Names that the service reads, from where it says what each allows. */
const schema = [...read('apps/api/src/settings/settings.ts').matchAll(/^ {2}([A-Z][A-Z0-9_]+):/gm)].map(
  ([, name]) => name,
);

describe.each([README, README_ZH])('the tables of settings in %s', (readme) => {
  it('have every setting with its default, in the order of .env.example', () => {
    expect([...settingsOfTables(read(readme))]).toEqual([...example]);
  });
});

describe('.env.example', () => {
  it('has every setting that the service reads', () => {
    const standard = [...example.keys()].filter((name) => !name.startsWith('OTEL_'));
    expect(standard.toSorted()).toEqual(schema.toSorted());
  });
});
