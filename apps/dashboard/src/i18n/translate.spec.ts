import { describe, expect, it } from '@jest/globals';
import { translate } from './translate.js';

const tree = {
  title: 'Title',
  chart: { latest: 'latest {{value}} of {{name}}', rows_one: '{{count}} row', rows_other: '{{count}} rows' },
};

describe('words', () => {
  it('are found by their way', () => {
    expect(translate(tree, 'en', 'title')).toBe('Title');
    expect(translate(tree, 'en', 'chart.latest', { value: 3, name: '$& {{value}}' })).toBe(
      'latest 3 of $& {{value}}',
    );
  });

  it('are those of the number, as the language counts', () => {
    const rows = (locale: string, count: number | string) => translate(tree, locale, 'chart.rows', { count });
    expect([rows('en', 1), rows('en', 0), rows('en', '1,234')]).toEqual(['1 row', '0 rows', '1,234 rows']);
    expect(rows('zh-CN', 1)).toBe('1 rows');
  });

  it.each(['nothing', 'chart', 'title.more', 'chart.rows', 'constructor'])('there are none of "%s"', (key) =>
    expect(translate(tree, 'en', key)).toBeUndefined(),
  );

  it('show what nobody has filled in', () => {
    expect(translate(tree, 'en', 'chart.latest', { value: 3 })).toBe('latest 3 of {{name}}');
  });
});
