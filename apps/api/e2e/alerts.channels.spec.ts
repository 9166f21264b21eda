import { createHmac } from 'node:crypto';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { verifyWebhook } from '@yychat/alerts/delivery';
import type { AlertChannelTest, AlertChannelView } from '@yychat/protocol';
import { historyOf, setChannels } from './support/alerts.js';
import { send } from './support/http.js';
import { startMailReceiver, type MailReceiver } from './support/mail-receiver.js';
import { startOverSimulator, type Setup } from './support/over-simulator.js';
import { startReceiver, type Receiver } from './support/receiver.js';

const SECRETS = {
  webhook: 'webhook-secret-0123456789',
  header: 'Bearer-header-secret-0123456789',
  token: 'robot-token-secret-0123456789',
  dingtalk: 'SEC-dingtalk-0123456789',
  feishu: 'feishu-secret-0123456789',
  mail: 'mail-password-0123456789',
};

let setup: Setup;
let receiver: Receiver;
let mail: MailReceiver;
beforeAll(async () => {
  [setup, receiver, mail] = await Promise.all([
    startOverSimulator({
      env: {
        ALERTS_ALLOW_PRIVATE_ADDRESSES: 'true',
        PUBLIC_URL: 'https://chat.example/yychat',
        LOG_LEVEL: 'trace',
      },
    }),
    startReceiver(),
    startMailReceiver(),
  ]);
});
afterAll(() => Promise.all([setup.stop(), receiver.close(), mail.close()]));

const channels = async () =>
  (await send(setup.service, 'GET /v1/alerts/channels')).body.data as AlertChannelView[];
const put = (...list: readonly object[]) =>
  send(setup.service, 'PUT /v1/alerts/channels', { body: { channels: list } });
const test = async (id: string) =>
  (await send(setup.service, `POST /v1/alerts/channels/${id}/test`, { body: {} })).body as AlertChannelTest;

const everyKind = () => [
  {
    ...{ id: 'hook', type: 'webhook', url: `${receiver.url}/hook`, secret: SECRETS.webhook },
    headers: { 'x-own': SECRETS.header },
  },
  { id: 'slack', type: 'slack', url: `${receiver.url}/slack/${SECRETS.token}` },
  {
    ...{ id: 'ding', type: 'dingtalk', url: `${receiver.url}/ding?access_token=${SECRETS.token}` },
    ...{ secret: SECRETS.dingtalk, language: 'zh' },
  },
  { id: 'feishu', type: 'feishu', url: `${receiver.url}/feishu/${SECRETS.token}`, secret: SECRETS.feishu },
  { id: 'wecom', type: 'wecom', url: `${receiver.url}/wecom?key=${SECRETS.token}` },
  {
    ...{ id: 'mail', type: 'email', host: '127.0.0.1', port: mail.port, tls: 'none' },
    ...{ from: 'alerts@example.com', to: ['ann@example.com'] },
  },
];
beforeEach(async () => {
  await setChannels(setup.service);
  await setChannels(setup.service, ...everyKind());
});

describe('the test button', () => {
  it('sends to a webhook, signed, with the way to the dashboard', async () => {
    expect(await test('hook')).toMatchObject({ ok: true, error: null, duration: expect.any(Number) });
    const { path, headers, text, body } = receiver.received.at(-1)!;
    expect([path, headers['x-own'], body.kind]).toEqual(['/hook', SECRETS.header, 'test']);
    expect(body.dashboard_url).toBe('https://chat.example/yychat/dashboard/alerts');
    const signature = String(headers['x-yychat-signature']);
    const now = Date.now();
    expect(verifyWebhook({ body: text, signature, secret: SECRETS.webhook, now })).toBe(true);
    expect(verifyWebhook({ body: `${text} `, signature, secret: SECRETS.webhook, now })).toBe(false);
  });

  it('sends to Slack', async () => {
    receiver.answer = { status: 200, text: 'ok' };
    expect(await test('slack')).toMatchObject({ ok: true });
    expect(receiver.received.at(-1)?.body.text).toContain('[TEST]');
  });

  it('sends to DingTalk in Chinese, signed in the URL', async () => {
    receiver.answer = { status: 200, text: '{"errcode":0,"errmsg":"ok"}' };
    expect(await test('ding')).toMatchObject({ ok: true });
    const { path, body } = receiver.received.at(-1)!;
    const query = new URL(path, receiver.url).searchParams;
    const signed = `${query.get('timestamp')}\n${SECRETS.dingtalk}`;
    expect(query.get('sign')).toBe(createHmac('sha256', SECRETS.dingtalk).update(signed).digest('base64'));
    expect(body.markdown.title).toContain('【测试】');
  });

  it('sends to Feishu, signed in the body', async () => {
    receiver.answer = { status: 200, text: '{"code":0,"msg":"success"}' };
    expect(await test('feishu')).toMatchObject({ ok: true });
    const { body } = receiver.received.at(-1)!;
    const key = `${body.timestamp}\n${SECRETS.feishu}`;
    expect(body.sign).toBe(createHmac('sha256', key).digest('base64'));
  });

  it('sends to WeCom', async () => {
    receiver.answer = { status: 200, text: '{"errcode":0,"errmsg":"ok"}' };
    expect(await test('wecom')).toMatchObject({ ok: true });
    expect(receiver.received.at(-1)?.body.msgtype).toBe('markdown');
  });

  it('sends mail', async () => {
    expect(await test('mail')).toMatchObject({ ok: true });
    expect(mail.mails.at(-1)).toContain('Subject: [TEST] YYChat alerts');
  });

  it.each<[string, string, { status: number; text: string }]>([
    ['ding', 'errcode_310000', { status: 200, text: '{"errcode":310000,"errmsg":"sign not match"}' }],
    ['feishu', 'code_19021', { status: 200, text: '{"code":19021,"msg":"sign match fail"}' }],
    ['wecom', 'errcode_93000', { status: 200, text: '{"errcode":93000,"errmsg":"invalid webhook url"}' }],
    ['hook', 'http_500', { status: 500, text: 'no' }],
    ['slack', 'http_404', { status: 404, text: 'no_team' }],
  ])('says why %s did not take it: %s', async (id, code, answer) => {
    receiver.answer = answer;
    expect(await test(id)).toMatchObject({ ok: false, error: { code, message: expect.any(String) } });
  });

  it('of a channel that there is not is 404', async () => {
    const { status, body } = await send(setup.service, 'POST /v1/alerts/channels/none/test', { body: {} });
    expect([status, body.error.code]).toEqual([404, 'channel_not_found']);
  });
});

describe('channels', () => {
  it('are replaced as a whole, each changed by one at a time', async () => {
    const [ding, feishu] = (await channels()).map(({ channel }) => channel);
    expect([ding?.id, ding?.version]).toEqual(['ding', 1]);
    const kept = await put({ ...ding, name: 'Team' }, { ...feishu });
    const versions = (kept.body.data as AlertChannelView[]).map(({ channel }) => [
      channel.id,
      channel.version,
    ]);
    expect(versions).toEqual([
      ['ding', 2],
      ['feishu', 1],
    ]);
    const late = await put({ ...ding, name: 'Other' });
    expect([late.status, late.body.error.code]).toEqual([409, 'alert_conflict']);
    expect(await channels()).toHaveLength(2);
    const [changed] = (await historyOf(setup.service, '?type=channelsChanged')).slice(-1);
    expect(changed).toMatchObject({ actor: 'admin', detail: { changed: { ding: ['name'] } } });
  });

  it('keep their secrets when the masks come back, for the same destination only', async () => {
    receiver.answer = { status: 200, text: '{"errcode":0}' };
    const ding = (await channels()).find(({ channel }) => channel.id === 'ding')!.channel;
    await setChannels(setup.service, { ...ding, name: 'Renamed' });
    expect(await test('ding')).toMatchObject({ ok: true });
    expect(receiver.received.at(-1)?.path).toContain(SECRETS.token);
    const moved = await put({ ...ding, version: 2, url: 'https://evil.example/x' });
    expect([moved.status, moved.body.error.param]).toEqual([400, 'channels.0.secret']);
  });

  it.each<[string, unknown]>([
    ['channels', {}],
    ['channels.0.type', { channels: [{ id: 'a', type: 'pigeon' }] }],
    ['channels.0.url', { channels: [{ id: 'a', type: 'slack', url: 'ftp://example.com' }] }],
    [
      'channels.0.surprise',
      { channels: [{ id: 'a', type: 'slack', url: 'https://example.com', surprise: 1 }] },
    ],
    [
      'channels.1.id',
      { channels: ['a', 'a'].map((id) => ({ id, type: 'slack', url: 'https://example.com' })) },
    ],
    ['channels.0.url', { channels: [{ id: 'a', type: 'slack', url: 'http://169.254.169.254/latest' }] }],
  ])('that cannot be are refused with the name of the field: %s', async (param, body) => {
    const answer = await send(setup.service, 'PUT /v1/alerts/channels', { body });
    expect([answer.status, answer.body.error.param]).toEqual([400, param]);
  });
});

describe('secrets', () => {
  it('never come back, are never logged, and lie in a file of their owner only', async () => {
    receiver.answer = { status: 403, text: JSON.stringify({ quoted: SECRETS }) };
    const said: unknown[] = [await channels(), (await put(...everyKind())).body];
    for (const { id } of everyKind()) said.push(await test(id));
    said.push(await historyOf(setup.service));
    await put({
      id: 'bad',
      type: 'webhook',
      url: `https://user:${SECRETS.mail}@example.com`,
      secret: 'short',
    });
    const written = JSON.stringify(said) + setup.service.stdout() + setup.service.stderr();
    for (const secret of Object.values(SECRETS)) expect(written).not.toContain(secret);
    const modes: number[] = [];
    for (const file of await readdir(setup.service.dataDir)) {
      const path = join(setup.service.dataDir, file);
      if ((await readFile(path)).includes(SECRETS.webhook)) modes.push((await stat(path)).mode & 0o777);
    }
    expect(new Set(modes)).toEqual(new Set([0o600]));
  });
});

describe('private addresses', () => {
  let careful: Setup;
  beforeAll(async () => {
    careful = await startOverSimulator();
  });
  afterAll(() => careful.stop());
  const set = (url: string) =>
    send(careful.service, 'PUT /v1/alerts/channels', {
      body: { channels: [{ id: 'a', type: 'webhook', url }] },
    });

  it.each([
    'http://127.0.0.1/',
    'http://10.0.0.1/',
    'http://[::1]/',
    'http://[::ffff:192.168.0.1]/',
    'http://2130706433/',
  ])('are refused without the setting: %s', async (url) => {
    const { status, body } = await set(url);
    expect([status, body.error.param]).toEqual([400, 'channels.0.url']);
  });

  it('are refused when a name leads there', async () => {
    const { port } = new URL(receiver.url);
    expect((await set(`http://localhost:${port}/`)).status).toBe(200);
    const before = receiver.received.length;
    const { body } = await send(careful.service, 'POST /v1/alerts/channels/a/test', { body: {} });
    expect(body).toMatchObject({ ok: false, error: { code: 'address_refused' } });
    expect(receiver.received).toHaveLength(before);
  });
});
