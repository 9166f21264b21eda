import { describe, expect, it } from '@jest/globals';
import type { StoredMessage } from '@yychat/engine-core';
import { batchesOf, speakersOf, spokenText } from './batches.js';
import { cutText, roughTokens } from './cut-text.js';

let said = 0;
const message = (conversationId: string, user: string | undefined, text = 'Hello.'): StoredMessage => {
  said += 1;
  return {
    ...{ id: `msg_${said}`, turnId: `t${said}`, tenant: 't', conversationId, role: 'user', text, time: said },
    ...(user !== undefined && { user }),
  };
};
const shape = (messages: readonly StoredMessage[]): string[][] =>
  batchesOf(messages, { span: messages.length }).map((batches) =>
    batches.map(({ messages: inBatch }) => inBatch.map(({ text }) => text).join(' ')),
  );

describe('batches', () => {
  it('are of one conversation and one user, in order', () => {
    const messages = [
      message('c', 'ann', '1'),
      message('d', 'ann', '2'),
      message('c', 'ann', '3'),
      message('c', 'ben', '4'),
      message('c', undefined, '5'),
      message('c', 'ann', '6'),
      message('d', 'ann', '7'),
    ];
    expect(shape(messages)).toEqual([['1 3', '4', '5', '6'], ['2 7']]);
  });

  it('have no blank messages', () => {
    expect(shape([message('c', 'ann', ' \n'), message('c', 'ann', '1'), message('c', 'ann', '')])).toEqual([
      ['1'],
    ]);
    expect(shape([message('c', 'ann', ' ')])).toEqual([]);
  });

  it('fit one extraction', () => {
    const many = Array.from({ length: 45 }, (_, at) => message('c', 'ann', `${at}`));
    expect(batchesOf(many, { span: 45 })[0]?.map(({ messages }) => messages.length)).toEqual([20, 20, 5]);
    const long = Array.from({ length: 5 }, () => message('c', 'ann', '好'.repeat(1_900)));
    expect(batchesOf(long, { span: 5 })[0]?.map(({ messages }) => messages.length)).toEqual([2, 2, 1]);
    const endless = batchesOf([message('c', 'ann', '好'.repeat(1_000_000))], { span: 1 })[0]?.[0];
    expect(spokenText(endless!.messages[0]!).length).toBeLessThan(2_100);
  });

  it('say who spoke, by name where there is one', () => {
    expect(spokenText({ ...message('c', 'ann', 'Hello.'), name: 'Ann' })).toBe('Ann: Hello.');
  });

  it('tell who speaks where, once', () => {
    const speakers = speakersOf([
      message('c', 'ann'),
      message('c', 'ann'),
      message('c', undefined),
      message('d', 'ann'),
    ]);
    expect(speakers).toHaveLength(3);
    expect(speakers.filter(({ speaker }) => speaker === null)).toHaveLength(1);
    expect(new Set(speakers.map(({ run }) => run)).size).toBe(2);
  });
});

describe('a text that is cut', () => {
  it('keeps its beginning and its end', () => {
    expect(cutText('short', 100)).toBe('short');
    const cut = cutText(`It begins ${'x'.repeat(9_000)} it ends`, 300);
    expect(cut).toMatch(/^It begins x+ … x+ it ends$/);
    expect(roughTokens(cut)).toBeLessThan(310);
  });

  it('is never cut in the middle of a character', () => {
    for (let length = 3; length < 40; length++)
      expect(cutText('\u{1F436}'.repeat(60), length).isWellFormed()).toBe(true);
  });
});
