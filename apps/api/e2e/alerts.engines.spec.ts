import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Simulator } from '@yychat/simulator';
import {
  alertOf,
  chat,
  createRule,
  historyOf,
  quickRule,
  setChannels,
  untilState,
} from './support/alerts.js';
import { eventually } from './support/eventually.js';
import { send } from './support/http.js';
import { startOverSimulator, type Setup } from './support/over-simulator.js';
import { startReceiver, type Receiver } from './support/receiver.js';

let setup: Setup;
let receiver: Receiver;
let upstream: Simulator;
beforeAll(async () => {
  [setup, receiver] = await Promise.all([
    startOverSimulator({
      env: {
        CHAT_ENGINE: 'mem0_proxy',
        OPENAI_EMBEDDING_MODEL: 'text-embedding-3-small',
        ALERTS_ALLOW_PRIVATE_ADDRESSES: 'true',
      },
    }),
    startReceiver(),
  ]);
  ({ upstream } = setup);
});
afterAll(() => Promise.all([setup.stop(), receiver.close()]));

const ask = () => chat(setup.service, 'What is the name of my cat?', { conversation_id: 'c' });
/** Whether a prompt has what mem0 made of the conversation, and not its words. */
const hasFacts = (messages: unknown) => /\[[^\]]*fact\] /.test(JSON.stringify(messages));

it('when mem0_proxy fails, chat_engine takes over by the rule, chats succeed again, and the alert is resolved', async () => {
  const { service } = setup;
  await setChannels(service, { id: 'hook', type: 'webhook', url: receiver.url });
  await createRule(
    service,
    quickRule({
      id: 'mem0-fails',
      name: 'mem0 fails',
      scope: { engine: 'active' },
      action: { type: 'switch_engine', to: 'chat_engine' },
    }),
  );
  await chat(service, 'My cat is called Minka.', { conversation_id: 'c' });
  await eventually(async () => {
    expect(await ask()).toEqual({ status: 200, engine: 'mem0_proxy' });
    return hasFacts(upstream.requests.findLast(({ body }) => 'messages' in body)?.body['messages']);
  }, 'mem0 remembers');

  // From now on the upstream cannot take what mem0 puts into a prompt.
  upstream.rule({
    match: ({ body }) => hasFacts(body['messages']),
    behaviour: { error: { status: 500 } },
  });
  const during: { status: number; engine: string | null }[] = [];
  await eventually(
    async () => {
      during.push(await ask());
      return during.at(-1)?.engine === 'chat_engine';
    },
    'chat_engine has taken over',
    30_000,
  );
  expect(during.at(0)?.status).toBe(500);
  expect(during.at(-1)?.status).toBe(200);
  expect((await alertOf(service, 'mem0-fails'))?.incident).not.toBeNull();
  for (let n = 0; n < 5; n++) expect(await ask()).toEqual({ status: 200, engine: 'chat_engine' });
  await untilState(service, 'mem0-fails', 'inactive');

  const { body: engines } = await send(service, 'GET /v1/engines/history');
  expect(engines.data[0]).toMatchObject({
    old_engine: 'mem0_proxy',
    new_engine: 'chat_engine',
    by: 'alert:mem0-fails',
    reason: expect.stringMatching(/^alert mem0-fails: mem0 fails \(mem0-fails\.all\.\w+\.1\)$/),
  });
  const happened = await historyOf(service, '?rule=mem0-fails&type=fired,announced,engineSwitched,resolved');
  expect(happened.map(({ type }) => type).sort()).toEqual([
    'announced',
    'engineSwitched',
    'fired',
    'resolved',
  ]);
  expect(happened.find(({ type }) => type === 'engineSwitched')).toMatchObject({
    actor: 'rule mem0-fails',
    reason: engines.data[0].reason,
    detail: { from: 'mem0_proxy', to: 'chat_engine' },
  });
  await eventually(() => receiver.received.length === 2, 'both are told');
  expect(receiver.received.map(({ body }) => [body.kind, body.alerts[0].engine] as unknown)).toEqual([
    ['fired', 'mem0_proxy'],
    ['resolved', expect.any(String)],
  ]);
}, 90_000);
