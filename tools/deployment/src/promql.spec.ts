import { expect, it } from '@jest/globals';
import { selectors } from './promql.js';

it('finds the series that an expression reads, with their labels', () => {
  expect(
    selectors('sum by (le, yychat_engine) (rate(gen_ai_x_bucket{yychat_engine=~"a|b",instance!="c"}[5m]))'),
  ).toEqual([{ series: 'gen_ai_x_bucket', labels: ['yychat_engine', 'instance'] }]);
  expect(selectors('yychat_a / yychat_b{engine="x"} and up{job="y"} == 0')).toEqual([
    { series: 'yychat_a', labels: [] },
    { series: 'yychat_b', labels: ['engine'] },
    { series: 'up', labels: ['job'] },
  ]);
});
