import { expect, it } from '@jest/globals';
import { README, README_ZH, read } from './documents.js';
import { outlineOf } from './outline.js';

const english = outlineOf(read(README));
const chinese = outlineOf(read(README_ZH));
/** A document that is there in both languages counts as one. */
const inEnglish = (links: readonly string[]) => links.map((link) => link.replace('.zh-CN.md', '.md')).sort();

it('has the same headings in both languages', () => {
  expect(chinese.headings).toEqual(english.headings);
});

it('has the same blocks of code in both languages', () => {
  expect(chinese.blocks).toEqual(english.blocks);
});

it('has the same rows of tables in both languages', () => {
  expect(chinese.tables).toEqual(english.tables);
});

it('leads to the same places in both languages', () => {
  expect(inEnglish(chinese.links)).toEqual(inEnglish(english.links));
});
