import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { parseWith } from '../../rule/parse.js';
import { channelSchema } from '../channels/channel-config.js';
import { isGivenUp, retryDelay } from './retry-delay.js';
import { allowance, limitsOf, rememberSend } from './send-limit.js';

const limits = (type: string, more: object = {}) =>
  limitsOf(parseWith(channelSchema, 'channel', { id: 'c', type, url: 'https://example.com/x', ...more }));

/** Sends as fast as the limits let it, for ten minutes; when it sent. */
function sendAll(type: string, more: object = {}): readonly number[] {
  const its = limits(type, more);
  const all: number[] = [];
  let sends: readonly number[] = [];
  for (let now = 0; now < 600_000;) {
    const { free, nextAt } = allowance(its, sends, now);
    if (free === 0) {
      now = nextAt;
      continue;
    }
    all.push(now);
    sends = rememberSend(its, sends, now);
    now += 10;
  }
  return all;
}

const mostWithin = (times: readonly number[], length: number) =>
  Math.max(...times.map((start) => times.filter((at) => at >= start && at < start + length).length));

describe('the limits of a channel', () => {
  it.each([
    ['dingtalk', 60_000, 20],
    ['wecom', 60_000, 20],
    ['feishu', 60_000, 100],
    ['feishu', 1_000, 5],
    ['slack', 1_000, 1],
  ])('%s: in no %d ms more than %d', (type, length, most) => {
    const sent = sendAll(type);
    expect(mostWithin(sent, length)).toBe(most);
  });

  it('hold as well as the one that was set', () => {
    expect(mostWithin(sendAll('dingtalk', { rateLimit: { max: 3, per: 60 } }), 60_000)).toBe(3);
    expect(mostWithin(sendAll('dingtalk', { rateLimit: { max: 900, per: 60 } }), 60_000)).toBe(20);
  });

  it('do not stop for ever when the clock is set back', () => {
    const its = limits('dingtalk');
    const sends = Array.from({ length: 20 }, (_, i) => 10_000_000 + i);
    expect(allowance(its, sends, 5).free).toBe(20);
  });
});

describe('the wait before another attempt', () => {
  it('grows up to five minutes, is never less than what the receiver asked for, and not the same for all', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 200 }),
        fc.double({ min: 0, max: 0.999, noNaN: true }),
        (failures, random) => {
          const delay = retryDelay(failures, () => random);
          expect(delay).toBeGreaterThanOrEqual(500);
          expect(delay).toBeLessThanOrEqual(300_000);
          expect(retryDelay(failures, () => random, 400_000)).toBe(400_000);
        },
      ),
    );
    expect(retryDelay(1, () => 0.5)).toBeLessThan(retryDelay(4, () => 0.5));
    expect(retryDelay(4, () => 0.1)).not.toBe(retryDelay(4, () => 0.9));
    expect(retryDelay(1, () => 0, Number.MAX_VALUE)).toBeLessThanOrEqual(3_600_000);
  });

  it('comes to an end', () => {
    expect([isGivenUp(1, 0, 1_000), isGivenUp(60, 0, 1_000), isGivenUp(1, 0, 86_400_001)]).toEqual([
      false,
      true,
      true,
    ]);
  });
});
