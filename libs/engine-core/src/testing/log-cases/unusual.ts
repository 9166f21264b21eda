import assert from 'node:assert/strict';
import { asStored, follow, HOME, never, said, withoutIds } from '../log-bench.js';
import type { LogCase } from '../log-bench.js';

const TEXTS: Readonly<Record<string, string>> = {
  'an empty text': '',
  'white space': '  \t\r\n\u00a0\u2028 ',
  'what SQL quotes': `Robert'); DROP TABLE messages;-- "x" \\ \\' $1 ? %s :name E'\\000'`,
  'letters beyond 16 bits': `👩‍👩‍👧‍👦 🇪🇪 a${'𐌰'.repeat(50)} 𠀀𠀁`,
  'letters that have two spellings': 'Caf\u00e9 and Cafe\u0301',
  'text that looks like JSON': '{"text":null,"a":[1,"\\u0000"]}',
  'control characters': '\u0001\u0007\u001b[31m\u007f\u0085\ufeff\ufffe\uffff',
  'the character NUL': 'before\0after\0\0',
  'half a surrogate pair': `\ud83d and \udc00 and \ud83d`,
  'a megabyte': 'Long stories are told slowly. '.repeat(35_000),
};

const IDS: readonly string[] = [
  'plain',
  'Plain',
  ' plain',
  'plain ',
  'a/b',
  'a',
  'b/c',
  `o'brien`,
  '"quoted"',
  'back\\slash',
  '["a","b"]',
  'a:b|c,d;e%2F_%',
  'caf\u00e9',
  'cafe\u0301',
  '会话一',
  '👩‍🚀',
  '../../etc/passwd',
  'x'.repeat(512),
  `${'x'.repeat(511)}y`,
];

/** NUL and half a surrogate pair may come back as U+FFFD: no PostgreSQL text can hold them. */
const comparable = (text: string): string => text.toWellFormed().replaceAll('\0', '\ufffd');

export function unusualCases(test: LogCase): void {
  for (const [what, text] of Object.entries(TEXTS)) {
    test(`keeps ${what} word for word`, async ({ append, kept, log }) => {
      await append({ messages: said(text, 'Indeed.') });
      const [message, answer] = await kept();
      assert.ok(message && answer);
      assert.equal(comparable(message.text), comparable(text));
      assert.equal(answer.text, 'Indeed.');
      assert.deepEqual((await follow(log)).messages, [message, answer]);
    });
  }

  test('keeps conversations, turns and users of unusual names apart', async ({ append, kept, log }) => {
    const turns = [];
    for (const [index, conversationId] of IDS.entries()) {
      const other = IDS[(index * 7 + 1) % IDS.length];
      turns.push(await append({ tenant: 'tenant-1', conversationId, turnId: conversationId }));
      turns.push(
        await append({
          ...{ tenant: conversationId, conversationId: other!, turnId: `${conversationId}-turn` },
          ...{ user: conversationId, messages: [{ role: 'user', text: 'Hello', name: conversationId }] },
        }),
      );
    }
    for (const turn of turns) assert.deepEqual(withoutIds(await kept(turn)), asStored(turn));
    assert.deepEqual(withoutIds((await follow(log)).messages), asStored(...turns));
    for (const turn of turns) assert.equal(await log.delete(turn, never), 1);
    assert.deepEqual((await follow(log)).messages, []);
  });

  test('keeps a turn of many messages in order', async ({ append, kept }) => {
    const turn = await append({ messages: said(...Array.from({ length: 500 }, (_, n) => `Number ${n}`)) });
    assert.deepEqual(withoutIds(await kept(HOME)), asStored(turn));
  });
}
