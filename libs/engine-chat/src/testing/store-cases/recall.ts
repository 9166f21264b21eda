import { deepEqual, equal, ok } from 'node:assert/strict';
import { never, said } from '@yychat/engine-core/testing';
import { fingerprint } from '../../recall/fingerprint.js';
import { SESSION_PAUSE } from '../../recall/sessions.js';
import { ask, byUser, HOME, textsOf } from '../store-bench.js';
import type { StoreCase } from '../store-bench.js';

/** An index that cuts it may cut a letter in half: each is of two UTF-16 units, save the first. */
const LONG_WORD = `a${'𐌰'.repeat(50)}`;

export function recallCases(test: StoreCase): void {
  test('recalls what was said, by whom, where and when', async (bench) => {
    await bench.append({ messages: said('Good morning!', 'Good morning.') });
    const { time } = await bench.append({
      messages: said('My boat is called Morning Star.', 'A fine name.'),
    });
    const [found] = await ask(bench, 'Which name has the boat?');
    ok(found && found.score > 0);
    const { score: _, before, after, ...message } = found;
    deepEqual(message, {
      ...{ conversationId: HOME.conversationId, position: 2, time },
      ...{ role: 'user', text: 'My boat is called Morning Star.' },
    });
    deepEqual(before, { role: 'assistant', text: 'Good morning.' });
    deepEqual(after, { role: 'assistant', text: 'A fine name.' });
  });

  test('gives no neighbours from beyond the session or the conversation', async (bench) => {
    await bench.append({ messages: said('The kettle whistles.') });
    bench.clock.advance(2 * SESSION_PAUSE);
    await bench.append({ messages: said('My boat is leaking.', 'How bad is it?') });
    await bench.append({ conversationId: 'conversation-2', messages: said('The lamp is broken.') });
    bench.clock.advance(2 * SESSION_PAUSE);
    await bench.append({ messages: said('The harbour is closed.') });
    const [boat] = await ask(bench, 'Where is my boat?');
    deepEqual([boat?.before, boat?.after?.text], [undefined, 'How bad is it?']);
    const [harbour] = await ask(bench, 'Tell me about the harbour');
    deepEqual(
      [harbour?.text, harbour?.before, harbour?.after],
      ['The harbour is closed.', undefined, undefined],
    );
    const [kettle] = await ask(bench, 'Which kettle?');
    deepEqual([kettle?.text, kettle?.before, kettle?.after], ['The kettle whistles.', undefined, undefined]);
  });

  test('leaves out what is in the prompt, beside a message too', async (bench) => {
    const [first, second] = ['Where is my boat?', 'The boat lies in the old harbour.'];
    await bench.append({ messages: said(first, second) });
    await bench.append({ messages: said('A boat needs paint every spring.', 'So do houses.') });
    const found = await ask(bench, 'Tell me of the boat, and of paint', {
      present: [fingerprint('where is my  BOAT'), fingerprint(second)],
    });
    deepEqual(textsOf(found), ['A boat needs paint every spring.', 'So do houses.'].slice(0, found.length));
    deepEqual([found[0]?.before, found[0]?.after?.text], [undefined, 'So do houses.']);
  });

  test('gives the best first, and no more than were asked for', async (bench) => {
    for (const n of ['one', 'two', 'three', 'four', 'five', 'six']) {
      bench.clock.advance(2 * SESSION_PAUSE);
      await bench.append({ messages: said(`The boat number ${n} has sails.`) });
    }
    bench.clock.advance(2 * SESSION_PAUSE);
    await bench.append({
      messages: said('A boat with a red sail sank near Tallinn, in a storm of last winter.'),
    });
    const found = await ask(bench, 'Which boat with a red sail sank near Tallinn?', { limit: 4 });
    equal(found.length, 4);
    equal(found[0]?.text, 'A boat with a red sail sank near Tallinn, in a storm of last winter.');
    const scores = found.map(({ score }) => score);
    deepEqual(
      scores,
      scores.toSorted((one, other) => other - one),
    );
  });

  test('knows the names of speakers', async (bench) => {
    for (const [name, what] of [
      ['Ines', 'boats'],
      ['Otto', 'boats with houses'],
    ] as const) {
      bench.clock.advance(2 * SESSION_PAUSE);
      await bench.append({ messages: [byUser(`I paint ${what}.`, name)] });
    }
    equal((await ask(bench, 'What does Ines paint?'))[0]?.text, 'I paint boats.');
    equal((await ask(bench, 'What does Otto paint?'))[0]?.text, 'I paint boats with houses.');
  });

  test('recalls nothing where nothing was said, asked or found', async (bench) => {
    deepEqual(await ask(bench, 'Where is my boat?'), []);
    await bench.append({ messages: said('The boat is in the harbour.') });
    for (const question of ['', '   ', '?!', '\0', '👩‍🚀', 'Zeppelin']) {
      deepEqual(await ask(bench, question), [], JSON.stringify(question));
    }
    deepEqual(await ask(bench, 'Where is the boat?', { limit: 0 }), []);
  });

  test('recalls among texts that are empty, odd or very long', async (bench) => {
    const odd = ['', ' ', '👩‍🚀', '\0', '\ud83d', `${LONG_WORD} is Gothic.`, `'; DROP TABLE messages;--`];
    await bench.append({ messages: said(...odd) });
    bench.clock.advance(2 * SESSION_PAUSE);
    await bench.append({ messages: said('The ferry is green. '.repeat(5_000), 'Is it?') });
    bench.clock.advance(2 * SESSION_PAUSE);
    await bench.append({ messages: said('The boat\0 is \udc00blue.') });
    equal((await ask(bench, 'Which colour has the boat?'))[0]?.text.includes('blue'), true);
    equal((await ask(bench, 'Which colour has the ferry?'))[0]?.text.includes('ferry is green'), true);
    equal((await ask(bench, `Who is ${LONG_WORD}?`))[0]?.position, 5);
  });

  test('recalls in conversations and tenants of unusual names', async (bench) => {
    const names = [`o'brien`, '"x"', 'a_c', 'abc', '%', '会话', 'x'.repeat(512), 'Abc', 'abc '];
    for (const name of names) {
      const scope = { tenant: name, conversationId: name, user: name };
      await bench.append({ ...scope, messages: said(`The boat is called ${names.indexOf(name)}.`) });
    }
    for (const name of names) {
      const scope = { tenant: name, conversationId: name, user: name };
      const found = await ask(bench, 'What is the name of the boat?', { scope });
      deepEqual(textsOf(found), [`The boat is called ${names.indexOf(name)}.`]);
      equal(found[0]?.conversationId, name);
    }
  });

  test('recalls as before when it is opened again', async (bench) => {
    await bench.append({ messages: said('My boat is called Morning Star.', 'A fine name.') });
    await bench.append({ ...HOME, messages: said('The harbour is closed.', 'Until when?') });
    const before = await ask(bench, 'Which name has the boat?');
    equal(before.length > 0, true);
    if (!(await bench.reopen())) return;
    deepEqual(await ask(bench, 'Which name has the boat?'), before);
    await bench.append({ messages: said('The boat is leaking near the mast.') });
    const [after] = await ask(bench, 'Is the boat leaking?');
    equal(after?.position, 4);
  });

  test('forgets a deleted conversation, and counts anew after it', async (bench) => {
    await bench.append({ user: 'ann', messages: said('My boat is blue.', 'Nice.') });
    bench.clock.advance(1);
    await bench.log.delete(HOME, never);
    deepEqual(await ask(bench, 'Which colour has the boat?'), []);
    const elsewhere = { ...HOME, conversationId: 'conversation-2', user: 'ann' };
    deepEqual(await ask(bench, 'Which colour has the boat?', { scope: elsewhere }), []);
    await bench.append({ messages: said('My boat is green.') });
    const found = await ask(bench, 'Which colour has the boat?');
    deepEqual(textsOf(found), ['My boat is green.']);
    deepEqual([found[0]?.position, found[0]?.before], [0, undefined]);
  });
}
