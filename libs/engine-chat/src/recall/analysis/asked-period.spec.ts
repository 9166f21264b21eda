import { describe, expect, it } from '@jest/globals';
import { askedPeriod } from './asked-period.js';

/** A Thursday. */
const NOW = Date.UTC(2025, 2, 20, 12);

describe('askedPeriod', () => {
  it.each([
    ['a day', 'What happened on 7 May, 2023?', '2023-05-07', '2023-05-08'],
    ['a day, the American way', 'on December 3rd 2021', '2021-12-03', '2021-12-04'],
    ['an ISO date', 'since 2023-05-07', '2023-05-07', '2023-05-08'],
    ['a Chinese date', '2023年5月7日我们说了什么', '2023-05-07', '2023-05-08'],
    ['a month', 'the trip of May 2023', '2023-05-01', '2023-06-01'],
    ['a month without a year, the last', 'What did I do in June?', '2024-06-01', '2024-07-01'],
    ['a month that has begun, of this year', 'in March', '2025-03-01', '2025-04-01'],
    ['a day without a year, the last', 'on March 21st', '2024-03-21', '2024-03-22'],
    ['a Chinese month', '5月做了什么', '2024-05-01', '2024-06-01'],
    ['December to its end', 'in December 2023', '2023-12-01', '2024-01-01'],
    ['a year', 'in the summer of 2022', '2022-01-01', '2023-01-01'],
    ['yesterday', 'What did I say yesterday?', '2025-03-19', '2025-03-20'],
    ['the last week, from Monday', '上周我说了什么', '2025-03-10', '2025-03-17'],
    ['the last month', '先月の話', '2025-02-01', '2025-03-01'],
    ['the last year', 'where did we go last year', '2024-01-01', '2025-01-01'],
  ])('reads %s', (_, question, start, end) => {
    expect(askedPeriod(question, NOW)).toEqual({ start: Date.parse(start), end: Date.parse(end) });
  });

  it.each(['May I ask you something?', 'March on!', 'It takes 3 decades', 'Is 120235 a prime?', 'Hello'])(
    'reads no time in: %s',
    (question) => {
      expect(askedPeriod(question, NOW)).toBeUndefined();
    },
  );
});
