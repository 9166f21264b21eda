import { describe, expect, it } from '@jest/globals';
import type { AlertNotification } from '../../overlay/notification.js';
import type { OutboxEntry } from '../../ports/dispatcher.js';
import { noticeOf, notificationOf } from '../fixtures/notifications.js';
import { chooseNext } from './choose-next.js';
import { belongsInto, digestOf, supersedes } from './digest.js';

let created = 0;
function entryOf(
  key: string,
  notification: Partial<AlertNotification> = {},
  entry: Partial<OutboxEntry> = {},
): OutboxEntry {
  const kind = notification.kind === 'resolved' ? 'resolved' : 'fired';
  const whole = {
    ...notificationOf(noticeOf({ incidentId: key, kind })),
    key,
    group: key,
    createdAt: ++created,
    ...notification,
  };
  return { notification: whole, attempts: 0, nextAttemptAt: 0, error: null, ...entry };
}

const critical = (key: string) => entryOf(key, { severity: 'critical' });
const warning = (key: string) => entryOf(key, { severity: 'warning' });
const resolved = (key: string) => entryOf(key, { kind: 'resolved', severity: 'info' });
const reminder = (key: string) => entryOf(key, { kind: 'repeated', severity: 'critical' });

function order(entries: readonly OutboxEntry[], free: number): readonly string[] {
  const left = new Map(entries.map((entry) => [entry.notification.key, entry]));
  const sent: string[] = [];
  for (let tokens = free; left.size > 0; tokens--) {
    const choice = chooseNext(left.values(), tokens, 100);
    if (choice.kind === 'wait') return [...sent, 'wait'];
    const taken = choice.kind === 'send' ? [choice.entry] : choice.entries;
    sent.push(taken.map(({ notification }) => notification.key).join('+'));
    for (const { notification } of taken) left.delete(notification.key);
  }
  return sent;
}

describe('what a channel sends next', () => {
  it('is the most urgent: criticals, resolves, then by severity, reminders last', () => {
    const info = entryOf('info', { severity: 'info' });
    expect(order([reminder('again'), info, warning('warn'), resolved('end'), critical('bad')], 10)).toEqual([
      'bad',
      'end',
      'warn',
      'info',
      'again',
    ]);
  });

  it('is a digest of what there is no room for, after resolves and criticals', () => {
    expect(order([warning('a'), warning('b'), critical('bad'), resolved('end'), warning('c')], 3)).toEqual([
      'bad',
      'end',
      'a+b+c',
    ]);
  });

  it('has everything in the digest when there is room for one only', () => {
    expect(order([warning('a'), critical('bad')], 1)).toEqual(['a+bad']);
  });

  it('is nothing while nothing may be sent, or nothing is due', () => {
    expect(order([critical('bad')], 0)).toEqual(['wait']);
    const later = entryOf('a', {}, { nextAttemptAt: 500 });
    expect(chooseNext([later], 5, 100)).toEqual({ kind: 'wait', at: 500 });
    expect(chooseNext([], 5, 100)).toEqual({ kind: 'wait', at: Number.POSITIVE_INFINITY });
  });

  it('keeps the order within a group', () => {
    const fired = entryOf('fired', { group: 'g', severity: 'info' });
    const end = entryOf('end', { group: 'g', kind: 'resolved' });
    expect(order([end, fired], 10)).toEqual(['fired', 'end']);
  });

  it('is not stopped by a message that always fails', () => {
    expect(order([entryOf('poison', { severity: 'critical' }, { attempts: 3 }), warning('a')], 10)).toEqual([
      'a',
      'poison',
    ]);
  });
});

describe('a digest', () => {
  it('tells each incident once, as it is by now, and has the highest severity', () => {
    const { notification } = digestOf('channel', [warning('a'), critical('b'), resolved('a')], 5);
    expect(notification.alerts.map(({ incidentId, kind }) => `${incidentId} ${kind}`)).toEqual([
      'b fired',
      'a resolved',
    ]);
    expect(notification).toMatchObject({ kind: 'digest', severity: 'critical' });
  });

  it('counts what it cannot hold, also when it is put into another one', () => {
    const entries = Array.from({ length: 250 }, (_, i) => warning(`a${i}`));
    const first = digestOf('channel', entries, 5);
    expect([first.notification.alerts.length, first.notification.omitted]).toEqual([200, 50]);
    const second = digestOf('channel', [first, critical('b')], 6);
    expect([second.notification.alerts.length, second.notification.omitted]).toEqual([200, 51]);
  });

  it('has the same key for the same messages', () => {
    const [a, b] = [warning('a'), warning('b')];
    expect(digestOf('channel', [a, b], 1).notification.key).toBe(
      digestOf('channel', [b, a], 2).notification.key,
    );
  });

  it('takes in the end of what it tells of', () => {
    const digest = digestOf('channel', [warning('a'), warning('b')], 5);
    expect([
      belongsInto(resolved('a'), digest),
      belongsInto(resolved('c'), digest),
      belongsInto(warning('a'), digest),
    ]).toEqual([true, false, false]);
  });
});

describe('an end', () => {
  it('makes the beginning needless that was not sent yet', () => {
    expect([
      supersedes(resolved('a'), warning('a')),
      supersedes(resolved('a'), warning('b')),
      supersedes(warning('a'), warning('a')),
    ]).toEqual([true, false, false]);
    const end = resolved('a');
    expect(supersedes(end, end)).toBe(false);
  });
});
