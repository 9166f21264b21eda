import { describe, expect, it } from '@jest/globals';
import { asksForTime, zoneIn } from './time-question.js';

describe('a question for the time', () => {
  it.each([
    ['What time is it?', undefined],
    ['what is the current time in Tokyo', 'Asia/Tokyo'],
    ["What's the time in berlin?", 'Europe/Berlin'],
    ["what is today's date in UTC?", 'UTC'],
    ['What day is it in America/Argentina/Ushuaia?', 'America/Argentina/Ushuaia'],
    ['上海现在几点了？', 'Asia/Shanghai'],
    ['北京时间是多少', 'Asia/Shanghai'],
    ['今天星期几', undefined],
    ['今天几号', undefined],
  ])('is “%s”, zone %s', (message, zone) => {
    expect(asksForTime(message)).toBe(true);
    expect(zoneIn(message)).toBe(zone);
  });

  it.each([
    'hello',
    'What is the time complexity of quicksort?',
    'I had a good time in Tokyo',
    '时间就是金钱',
  ])('is not “%s”', (message) => {
    expect(asksForTime(message)).toBe(false);
  });

  it('takes no word with a slash for a zone', () => {
    expect(zoneIn('what time is it, Either/Or?')).toBeUndefined();
  });
});
