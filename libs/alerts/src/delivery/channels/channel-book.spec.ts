import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { systemClock } from '../../ports/clock.js';
import { MemoryAlertStore } from '../../store/memory-alert-store.js';
import { answering, startReceiver, type Receiver } from '../fixtures/receiver.js';
import { ChannelBook } from './channel-book.js';
import { MASK } from './channel-secrets.js';

let store: MemoryAlertStore;
let book: ChannelBook;
let receiver: Receiver;

beforeEach(async () => {
  store = new MemoryAlertStore();
  book = new ChannelBook({ store, clock: systemClock, addresses: { allow: ['127.0.0.1'] }, timeout: 1_000 });
  receiver = await startReceiver(answering(200, 'ok'));
});
afterEach(() => receiver.close());

const slack = (more: object = {}) => ({
  id: 'team',
  type: 'slack',
  url: 'https://hooks.slack.example/services/T0/B0/s3cr3t',
  ...more,
});
const hook = (more: object = {}) => ({
  id: 'hook',
  type: 'webhook',
  url: 'https://a.example/x',
  secret: 'a-secret-of-some-length',
  ...more,
});
const mail = (more: object = {}) => ({
  id: 'mail',
  type: 'email',
  host: 'smtp.example',
  user: 'u',
  password: 'pa55word',
  from: 'a@example.com',
  to: ['b@example.com'],
  ...more,
});

const set = (...channels: readonly unknown[]) => book.replaceAll(channels, 'ann');
const read = async () =>
  (await book.list()).map(({ channel }) => channel as unknown as Record<string, unknown>);
const stored = async (id: string) => (await store.get('channels', id)) as unknown as Record<string, unknown>;

describe('channels', () => {
  it('are read without their secrets', async () => {
    await set(slack(), hook({ headers: { authorization: 'Bearer k3y' } }), mail());
    const text = JSON.stringify(await book.list());
    for (const secret of ['s3cr3t', 'a-secret-of-some-length', 'k3y', 'pa55word'])
      expect(text).not.toContain(secret);
    expect(await read()).toMatchObject([
      { id: 'hook', secret: MASK, headers: { authorization: MASK }, url: 'https://a.example/x' },
      { id: 'mail', password: MASK, host: 'smtp.example' },
      { id: 'team', url: `https://hooks.slack.example/${MASK}` },
    ]);
  });

  it('keep their secrets when the masks come back', async () => {
    await set(slack(), hook(), mail());
    const [a, b, c] = await read();
    await set({ ...a, name: 'renamed' }, { ...b, to: ['c@example.com'] }, { ...c, language: 'zh' });
    expect(await stored('hook')).toMatchObject({
      secret: 'a-secret-of-some-length',
      name: 'renamed',
      version: 2,
    });
    expect(await stored('mail')).toMatchObject({ password: 'pa55word', to: ['c@example.com'] });
    expect(await stored('team')).toMatchObject({
      url: 'https://hooks.slack.example/services/T0/B0/s3cr3t',
      language: 'zh',
    });
  });

  it('take new secrets', async () => {
    await set(slack());
    const [known] = await read();
    await set({ ...known, url: 'https://hooks.slack.example/services/T0/B0/n3w' });
    expect(await stored('team')).toMatchObject({ url: 'https://hooks.slack.example/services/T0/B0/n3w' });
  });

  it.each<[string, () => object, object, string]>([
    ['another URL', hook, { url: 'https://evil.example/x' }, '0.secret'],
    ['another host', mail, { host: 'evil.example' }, '0.password'],
    ['another user', mail, { user: 'eve' }, '0.password'],
    ['no encryption', mail, { tls: 'none' }, '0.password'],
  ])('do not take their secrets along to %s', async (_, make, change, param) => {
    await set(make());
    const [known] = await read();
    await expect(set({ ...known, ...change })).rejects.toMatchObject({ code: 'invalid_channel', param });
  });

  it('cannot be made of masks, or of those of another channel', async () => {
    await expect(set(slack({ url: `https://hooks.slack.example/${MASK}` }))).rejects.toMatchObject({
      param: '0.url',
    });
    await set(hook());
    await expect(set({ ...hook({ id: 'other' }), secret: MASK })).rejects.toMatchObject({
      param: '0.secret',
    });
  });

  it.each<[string, object, string]>([
    ['a type that there is not', { id: 'x', type: 'pigeon' }, '1.type'],
    ['a field of another type', slack({ password: 'x' }), '1.password'],
    ['a script as its URL', slack({ url: 'javascript:alert(1)' }), '1.url'],
    ['a password in its URL', hook({ url: 'https://u:p@a.example/' }), '1.url'],
    ['a secret that is too short', hook({ secret: 'short' }), '1.secret'],
    ['a private address', slack({ url: 'http://10.0.0.1/x' }), '1.url'],
    ['an address of metadata', slack({ url: 'http://[fd00:ec2::254]/x' }), '1.url'],
    ['a header with a line break', hook({ headers: { a: 'b\r\nc: d' } }), '1.headers.a'],
    ['a recipient that is none', mail({ to: ['ann'] }), '1.to.0'],
    ['the id of another', { ...mail(), id: 'first' }, '1.id'],
  ])('with %s are refused by the name of the field', async (_, channel, param) => {
    await expect(set({ ...slack(), id: 'first' }, channel)).rejects.toMatchObject({ param });
    expect(await read()).toEqual([]);
  });

  it('are not changed by who has read an older version', async () => {
    await set(slack());
    const [known] = await read();
    await set({ ...known, name: 'mine' });
    await expect(set({ ...known, name: 'yours' })).rejects.toMatchObject({ code: 'alert_conflict' });
    expect(await stored('team')).toMatchObject({ name: 'mine' });
  });

  it('stay the same, version and all, when nothing has changed', async () => {
    await set(slack(), hook());
    const revision = await store.revision();
    await set(...(await read()));
    expect(await store.revision()).toBe(revision);
  });

  it('are noted in the history by what changed, without a secret', async () => {
    await set(slack(), hook());
    const [known] = await read();
    await set({ ...known, secret: 'another-secret-of-length' });
    const [entry] = await store.history({});
    expect(entry).toMatchObject({
      type: 'channelsChanged',
      actor: 'ann',
      detail: { changed: { hook: ['secret'] }, deleted: ['team'] },
    });
    expect(JSON.stringify(await store.history({}))).not.toMatch(/another-secret|s3cr3t/);
  });
});

describe('the test of a channel', () => {
  it('sends a message now and says how it went', async () => {
    await set(slack({ url: `${receiver.url}/x` }));
    expect(await book.test('team', 'ann')).toMatchObject({ ok: true, error: null });
    expect(receiver.received[0]?.body).toContain('[TEST] YYChat alerts');
  });

  it('says what went wrong, also to the history', async () => {
    receiver.behave = answering(404, 'no_service');
    await set(slack({ url: `${receiver.url}/x` }));
    expect(await book.test('team', 'ann')).toMatchObject({ ok: false, error: { code: 'http_404' } });
    expect((await store.history({}))[0]).toMatchObject({
      type: 'channelTested',
      actor: 'ann',
      channelId: 'team',
      reason: expect.stringContaining('404'),
    });
  });

  it('needs a channel', async () => {
    await expect(book.test('nobody', 'ann')).rejects.toMatchObject({
      status: 404,
      code: 'channel_not_found',
    });
  });
});
