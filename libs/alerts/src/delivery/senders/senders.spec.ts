import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createHmac } from 'node:crypto';
import { systemClock } from '../../ports/clock.js';
import { parseWith } from '../../rule/parse.js';
import { channelSchema, type ChannelConfig, type ChannelInput } from '../channels/channel-config.js';
import { noticeOf, notificationOf } from '../fixtures/notifications.js';
import { answering, startReceiver, type Receiver } from '../fixtures/receiver.js';
import { createOutside } from '../http/outside.js';
import { byteLength } from '../message/cut.js';
import { send } from './send.js';
import { verifyWebhook } from './webhook-signature.js';

const never = new AbortController().signal;
const NOW = Date.parse('2026-03-04T12:00:30.500Z');
const frozen = { ...systemClock, now: () => NOW };

let receiver: Receiver;
beforeEach(async () => {
  receiver = await startReceiver();
});
afterEach(() => receiver.close());

const robots = { errcode: { errcode: 0, errmsg: 'ok' }, code: { code: 0, msg: 'success', data: {} } };
const taken: Readonly<Record<string, string>> = {
  webhook: '',
  slack: 'ok',
  dingtalk: JSON.stringify(robots.errcode),
  wecom: JSON.stringify(robots.errcode),
  feishu: JSON.stringify(robots.code),
};

type HttpType = 'webhook' | 'slack' | 'dingtalk' | 'feishu' | 'wecom';

function channelOf(type: HttpType, more: Partial<ChannelInput> = {}): ChannelConfig {
  return parseWith(channelSchema, 'channel', {
    id: 'channel',
    type,
    url: `${receiver.url}/robot/send?access_token=s3cr3t-t0ken`,
    ...more,
  });
}

async function deliver(
  channel: ChannelConfig,
  notification = notificationOf(),
  timeout = 2_000,
): Promise<unknown> {
  const outside = createOutside({ clock: frozen, addresses: { allow: ['127.0.0.1'] }, timeout });
  return send(channel, notification, outside, never);
}

/** The body of the first message, as its receiver's documents describe it. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- each receiver has its own shape
const bodyOf = (): any => JSON.parse(receiver.received[0]!.body);
const many = (count: number, name = 'Many requests fail') =>
  notificationOf(
    ...Array.from({ length: count }, (_, i) =>
      noticeOf({ incidentId: `errors.all.x.${i}` }, { name: `${name} ${i}` }),
    ),
  );

describe.each<HttpType>(['webhook', 'slack', 'dingtalk', 'feishu', 'wecom'])('%s', (type) => {
  beforeEach(() => {
    receiver.behave = answering(200, taken[type]!);
  });

  it('gets the message', async () => {
    await deliver(channelOf(type));
    const { body, headers } = receiver.received[0]!;
    expect(headers['content-type']).toContain('application/json');
    for (const text of ['Many requests fail', 'mem0_proxy', 'above 50 %']) expect(body).toContain(text);
  });

  it('gets it in Chinese', async () => {
    await deliver(channelOf(type, { language: 'zh', timeZone: 'Asia/Shanghai' }));
    const { body } = receiver.received[0]!;
    expect(body).toContain('告警触发·严重');
    expect(body).toContain('高于 50 %');
  });

  it.each([
    [500, true],
    [503, true],
    [429, true],
    [400, false],
    [404, false],
    [301, false],
  ])('that answers %d is no delivery; another try can help: %p', async (status, retryable) => {
    receiver.behave = answering(status, 'sorry', { location: 'http://127.0.0.1:1/' });
    await expect(deliver(channelOf(type))).rejects.toMatchObject({ code: `http_${status}`, retryable });
    expect(receiver.received).toHaveLength(1);
  });

  it('that is slow is a timeout', async () => {
    receiver.behave = () => undefined;
    await expect(deliver(channelOf(type), notificationOf(), 100)).rejects.toMatchObject({
      code: 'timeout',
      retryable: true,
    });
  });

  it('that never ends its answer is a timeout', async () => {
    receiver.behave = (_, answer) => answer.writeHead(200).write('{');
    await expect(deliver(channelOf(type), notificationOf(), 100)).rejects.toMatchObject({ code: 'timeout' });
  });

  it('that cuts the connection is unreachable', async () => {
    receiver.behave = (_, answer) => answer.destroy();
    await expect(deliver(channelOf(type))).rejects.toMatchObject({ code: 'unreachable', retryable: true });
  });

  it('that cannot be reached is unreachable', async () => {
    const channel = channelOf(type);
    await receiver.close();
    await expect(deliver(channel)).rejects.toMatchObject({ code: 'unreachable', retryable: true });
    receiver = await startReceiver();
  });

  it('is not asked where messages may not go', async () => {
    const outside = createOutside({ clock: frozen });
    await expect(send(channelOf(type), notificationOf(), outside, never)).rejects.toMatchObject({
      code: 'address_refused',
      retryable: false,
    });
    expect(receiver.received).toEqual([]);
  });

  it('is reached at the address that was checked, whatever the name says by then', async () => {
    const resolved: string[] = [];
    const resolve = (host: string) => {
      resolved.push(host);
      return Promise.resolve(resolved.length === 1 ? ['127.0.0.1'] : ['10.0.0.1']);
    };
    const outside = createOutside({ clock: frozen, addresses: { allow: ['127.0.0.1'] }, resolve });
    const url = receiver.url.replace('127.0.0.1', 'rebind.example');
    await send(channelOf(type, { url }), notificationOf(), outside, never);
    expect(resolved).toEqual(['rebind.example']);
    expect(receiver.received[0]?.headers.host).toContain('rebind.example');
  });

  it('that quotes its token does not get it into our messages', async () => {
    const said = 'token s3cr3t-t0ken is wrong';
    receiver.behave = answering(200, JSON.stringify({ errcode: 1, errmsg: said, code: 1, msg: said }));
    const error = await deliver(
      channelOf(type, type === 'webhook' ? { secret: 's3cr3t-t0ken-of-16' } : {}),
    ).catch((caught: unknown) => caught);
    expect(String(error)).not.toContain('s3cr3t-t0ken');
  });

  it('keeps its shape whatever things are called', async () => {
    const name =
      '[click](http://evil.example) <!channel> <at id=all></at> @all **x** `y` "z" \n# heading \u202e';
    await deliver(channelOf(type), notificationOf(noticeOf({}, { name, labels: { team: '<script>' } })));
    const { body } = receiver.received[0]!;
    if (type === 'webhook') {
      expect(bodyOf().alerts[0].name).toBe(name.trim());
      return;
    }
    // Feishu's title is plain text, whatever it holds.
    const read = type === 'feishu' ? JSON.stringify(bodyOf().card.elements) : body;
    for (const sign of ['<!channel>', '<at ', '\\n# heading', '\u202e', '<script>'])
      expect(read).not.toContain(sign);
    if (type !== 'slack') expect(read).not.toMatch(/\]\(http:\/\/evil|@all/);
  });
});

describe('a webhook', () => {
  it('has everything there is to know', async () => {
    receiver.behave = answering(204, '');
    await deliver(
      channelOf('webhook'),
      notificationOf(
        noticeOf(
          { kind: 'resolved', resolveReason: 'the rule was deleted' },
          { runbookUrl: 'https://example.com/runbook' },
        ),
      ),
    );
    expect(bodyOf()).toMatchObject({
      version: 1,
      key: 'channel:errors.all.x.1:resolved:0',
      kind: 'resolved',
      severity: 'critical',
      created_at: '2026-03-04T12:00:00.000Z',
      title: '[RESOLVED, critical] Many requests fail (mem0_proxy)',
      alerts: [
        {
          rule_id: 'errors',
          engine: 'mem0_proxy',
          value: 0.123,
          peak: 0.456,
          resolved_at: '2026-03-04T12:00:00.000Z',
          resolve_reason: 'the rule was deleted',
          runbook_url: 'https://example.com/runbook',
          condition: 'ratio of errors over 1 min above 50 %, for 1 min',
        },
      ],
    });
  });

  it('has the same key each time that it is sent', async () => {
    await deliver(channelOf('webhook'));
    await deliver(channelOf('webhook'));
    const keys = receiver.received.map(({ headers }) => headers['idempotency-key']);
    expect(keys).toEqual([
      encodeURIComponent(notificationOf().key),
      encodeURIComponent(notificationOf().key),
    ]);
  });

  it('is signed, so that the receiver can tell who sent it, what, and when', async () => {
    const secret = 'a secret of some length'.replaceAll(' ', '-');
    await deliver(channelOf('webhook', { secret }));
    const { body, headers } = receiver.received[0]!;
    const signature = headers['x-yychat-signature'] as string;
    const [t, v1] = signature.split(',') as [string, string];
    expect(v1).toBe(
      `v1=${createHmac('sha256', secret)
        .update(`${t.slice(2)}.${body}`)
        .digest('hex')}`,
    );
    const verify = (more: object) => verifyWebhook({ body, signature, secret, now: NOW, ...more });
    expect(verify({})).toBe(true);
    expect(verify({ body: `${body} ` })).toBe(false);
    expect(verify({ secret: 'another' })).toBe(false);
    expect(verify({ now: NOW + 301_000 })).toBe(false);
    expect(verify({ signature: undefined })).toBe(false);
    expect(verify({ signature: signature.replace('t=1', 't=2') })).toBe(false);
  });

  it('has headers of its own, but not in place of ours', async () => {
    await deliver(
      channelOf('webhook', { headers: { authorization: 'Bearer x', 'idempotency-key': 'mine' } }),
    );
    expect(receiver.received[0]?.headers).toMatchObject({
      authorization: 'Bearer x',
      'idempotency-key': expect.stringContaining('errors'),
    });
  });
});

describe('Slack', () => {
  it('that says something else than "ok" did not take it', async () => {
    receiver.behave = answering(200, 'no_text');
    await expect(deliver(channelOf('slack'))).rejects.toMatchObject({
      code: 'slack_not_ok',
      retryable: false,
    });
  });

  it('is left alone for as long as it asks', async () => {
    receiver.behave = answering(429, '', { 'retry-after': '30' });
    await expect(deliver(channelOf('slack'))).rejects.toMatchObject({ retryable: true, retryAfter: 30_000 });
  });

  it('gets at most what a section may have', async () => {
    await deliver(channelOf('slack'), many(60));
    const text = bodyOf().attachments[0].blocks[0].text.text as string;
    expect(text.length).toBeLessThanOrEqual(3_000);
    expect(text).toMatch(/… and \d+ more/);
  });
});

describe('DingTalk', () => {
  beforeEach(() => {
    receiver.behave = answering(200, taken.dingtalk!);
  });

  it('is signed in the URL by its rules', async () => {
    await deliver(channelOf('dingtalk', { secret: 'SECabc' }));
    const url = new URL(receiver.received[0]!.path, receiver.url);
    expect(url.searchParams.get('access_token')).toBe('s3cr3t-t0ken');
    expect(url.searchParams.get('timestamp')).toBe(String(NOW));
    expect(url.searchParams.get('sign')).toBe(
      createHmac('sha256', 'SECabc').update(`${NOW}\nSECabc`).digest('base64'),
    );
  });

  it('gets its keyword and its mentions', async () => {
    await deliver(channelOf('dingtalk', { keyword: 'YY监控', atMobiles: ['13800000000'] }));
    expect(bodyOf()).toMatchObject({ msgtype: 'markdown', at: { atMobiles: ['13800000000'] } });
    expect(bodyOf().markdown.text).toContain('YY监控');
    expect(bodyOf().markdown.text).toContain('@13800000000');
  });

  it.each([
    [310_000, 'keywords not in content', false, undefined],
    [300_001, 'token is not exist', false, undefined],
    [130_101, 'send too fast', true, 600_000],
    [-1, 'system busy', true, undefined],
  ])('that says errcode %d in a 200 did not take it', async (errcode, errmsg, retryable, retryAfter) => {
    receiver.behave = answering(200, JSON.stringify({ errcode, errmsg }));
    await expect(deliver(channelOf('dingtalk'))).rejects.toMatchObject({
      code: `errcode_${errcode}`,
      retryable,
      retryAfter,
      message: expect.stringContaining(errmsg),
    });
  });

  it('that answers something else did not take it', async () => {
    receiver.behave = answering(200, '<html>proxy</html>');
    await expect(deliver(channelOf('dingtalk'))).rejects.toMatchObject({ code: 'no_code', retryable: false });
  });
});

describe('Feishu', () => {
  beforeEach(() => {
    receiver.behave = answering(200, taken.feishu!);
  });

  it('is signed in the body by its rules', async () => {
    await deliver(channelOf('feishu', { secret: 'abc' }));
    const timestamp = String(Math.floor(NOW / 1_000));
    expect(bodyOf()).toMatchObject({
      timestamp,
      sign: createHmac('sha256', `${timestamp}\nabc`).update('').digest('base64'),
      msg_type: 'interactive',
    });
  });

  it('has no signature without a secret', async () => {
    await deliver(channelOf('feishu'));
    expect(bodyOf().sign).toBeUndefined();
  });

  it('gets at most 20 KB', async () => {
    await deliver(channelOf('feishu', { language: 'zh' }), many(200, '请求失败很多'.repeat(20)));
    expect(byteLength(receiver.received[0]!.body)).toBeLessThan(20_000);
    expect(receiver.received[0]!.body).toContain('另有');
  });

  it.each([
    [19_021, 'sign match fail or timestamp is not within one hour', false, undefined],
    [19_024, 'Key Words Not Found', false, undefined],
    [11_232, 'frequency limited psm', true, 60_000],
  ])('that says code %d in a 200 did not take it', async (code, msg, retryable, retryAfter) => {
    receiver.behave = answering(200, JSON.stringify({ code, msg }));
    await expect(deliver(channelOf('feishu'))).rejects.toMatchObject({
      code: `code_${code}`,
      retryable,
      retryAfter,
    });
  });
});

describe('WeCom', () => {
  beforeEach(() => {
    receiver.behave = answering(200, taken.wecom!);
  });

  it('gets at most 4,096 bytes', async () => {
    await deliver(channelOf('wecom', { language: 'zh' }), many(40, '请求失败 #很多 [x] '.repeat(10)));
    const { content } = bodyOf().markdown as { content: string };
    expect(byteLength(content)).toBeLessThanOrEqual(4_096);
    expect(content).toContain('另有');
  });

  it.each([
    [93_000, 'invalid webhook url', false, undefined],
    [45_009, 'api freq out of limit', true, 60_000],
  ])('that says errcode %d in a 200 did not take it', async (errcode, errmsg, retryable, retryAfter) => {
    receiver.behave = answering(200, JSON.stringify({ errcode, errmsg }));
    await expect(deliver(channelOf('wecom'))).rejects.toMatchObject({
      code: `errcode_${errcode}`,
      retryable,
      retryAfter,
    });
  });
});
