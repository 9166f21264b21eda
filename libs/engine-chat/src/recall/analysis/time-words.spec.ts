import { describe, expect, it } from '@jest/globals';
import { asksWhen, isQuestion, tellsTime } from './time-words.js';

describe('asksWhen', () => {
  it.each([
    'When did I move?',
    'Which month was it?',
    'How long have I lived here?',
    '我什么时候搬家的？',
    '引っ越しはいつ？',
  ])('knows a question for a time: %s', (question) => {
    expect(asksWhen(question)).toBe(true);
  });

  it('is not misled by a "when" that asks for something else', () => {
    expect(asksWhen('What do I do when it rains?')).toBe(false);
  });
});

describe('tellsTime', () => {
  it.each(['I moved last week', 'It was in 2019', '我去年搬的家', '3月15日到期', '来週行きます'])(
    'finds a time in: %s',
    (text) => {
      expect(tellsTime(text)).toBe(true);
    },
  );

  it.each(['I moved', 'It cost 20 dollars', '我搬家了'])('finds none in: %s', (text) => {
    expect(tellsTime(text)).toBe(false);
  });
});

describe('isQuestion', () => {
  it.each(['Is it?', 'He asked "why?"', '你好吗', '好吃吗？', 'いいですか。'])('is so for: %s', (text) => {
    expect(isQuestion(text)).toBe(true);
  });

  it.each(['It is.', 'Why? Because I say so.', '好吃。'])('is not so for: %s', (text) => {
    expect(isQuestion(text)).toBe(false);
  });
});
