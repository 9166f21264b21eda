import { describe, expect, it } from '@jest/globals';
import type { Clock } from '../ports/clock.js';
import {
  CHANGES,
  HastyLog,
  HeedlessLog,
  LateLog,
  MiscountingLog,
  PagelessLog,
  RacingLog,
  SilentLog,
  SortingLog,
  SplittingLog,
} from './fixtures/broken-logs.js';
import { ChangedLog } from './fixtures/changed-log.js';
import { journaled } from './fixtures/journaled-log.js';
import { describeConversationLog, InMemoryConversationLog } from './index.js';
import type { LogSettings, LogUnderTest } from './index.js';
import { TinyRunner } from './tiny-runner.js';

function runnerFor(create: (settings: LogSettings) => Promise<LogUnderTest>): TinyRunner {
  const runner = new TinyRunner();
  describeConversationLog({ describe: runner.describe, it: runner.it, name: 'A log', seed: 1, create });
  return runner;
}

const changed =
  (name: keyof typeof CHANGES) =>
  (clock: Clock): InMemoryConversationLog =>
    new ChangedLog(clock, CHANGES[name]);

const of =
  (Log: new (clock: Clock) => InMemoryConversationLog) =>
  (clock: Clock): InMemoryConversationLog =>
    new Log(clock);

describe('describeConversationLog', () => {
  it('finds nothing wrong with a durable log that keeps the contract', async () => {
    const runner = runnerFor((settings) => journaled(of(InMemoryConversationLog), settings));
    expect(Object.fromEntries(await runner.failures(1))).toEqual({});
    expect(new Set(runner.names).size).toBe(runner.names.length);
  });

  it('finds a log that has nothing when it is opened again', async () => {
    const runner = runnerFor(async (settings) => ({
      ...(await journaled(of(InMemoryConversationLog), settings)),
      reopen: () => Promise.resolve(new InMemoryConversationLog(settings.clock)),
    }));
    expect([...(await runner.failures(1)).keys()]).toEqual([
      'deleting: remembers a deletion when it is opened again',
      'following the log: keeps its cursors when it is opened again',
      'opening and closing: finishes what was begun when it is closed',
      'opening and closing: has everything when it is opened again',
    ]);
  });

  it.each<[string, (clock: Clock) => InMemoryConversationLog, readonly string[]]>([
    ['keeps a turn twice', changed('doubling'), ['appending: keeps the first of two turns with one id']],
    [
      'keeps a turn twice that is appended twice at once',
      of(RacingLog),
      ['appending: keeps one of several equal turns that are appended at once'],
    ],
    ['forgets names', changed('nameless'), ['appending: keeps who said what, under which name, and when']],
    ['trims', changed('trimming'), ['unusual turns: keeps white space word for word']],
    [
      'spells anew',
      changed('composing'),
      ['unusual turns: keeps letters that have two spellings word for word'],
    ],
    ['stops at NUL', changed('stopping'), ['unusual turns: keeps the character NUL word for word']],
    [
      'revives what was deleted',
      changed('forgiving'),
      [
        'deleting: does not keep a turn that had begun when its conversation was deleted',
        'deleting: does not keep the first turn of a conversation that was deleted before it was known',
        'deleting: counts from the latest of several deletions',
        'deleting: remembers a deletion when it is opened again',
      ],
    ],
    [
      'revives what began in the millisecond of the deletion',
      changed('indulgent'),
      ['deleting: does not keep a turn that had begun when its conversation was deleted'],
    ],
    [
      'mixes tenants',
      changed('sharing'),
      [
        'appending: keeps turns of one id in different conversations and tenants apart',
        'paging: gives nothing of a conversation that nobody has begun',
        'deleting: deletes nothing of other conversations or tenants',
      ],
    ],
    [
      'joins names of tenants and conversations',
      changed('joining'),
      ['appending: keeps turns of one id in different conversations and tenants apart'],
    ],
    [
      'does not tell case',
      changed('caseless'),
      ['unusual turns: keeps conversations, turns and users of unusual names apart'],
    ],
    [
      'cuts long names',
      changed('truncating'),
      ['unusual turns: keeps conversations, turns and users of unusual names apart'],
    ],
    ['splits turns', of(SplittingLog), ['at once: keeps the messages of a turn together']],
    [
      'shows ids before earlier ones',
      of(LateLog),
      ['following the log: shows whoever follows it each message once while others append'],
    ],
    [
      'orders by time',
      of(SortingLog),
      ['appending: orders messages as they were appended, whatever times they tell'],
    ],
    [
      'cannot page',
      of(PagelessLog),
      [
        'paging: pages through a conversation in both orders',
        'paging: gives the pages that a plain list would give',
        'deleting: begins anew with a turn that begins after the deletion',
      ],
    ],
    [
      'counts turns for messages',
      of(MiscountingLog),
      ['deleting: deletes a conversation, and says how many messages it had'],
    ],
    [
      'heeds nothing',
      of(HeedlessLog),
      [
        'opening and closing: rejects, and does nothing, when the signal has aborted before',
        'opening and closing: rejects, and is down, when it is closed',
      ],
    ],
    ['leaves work undone', of(HastyLog), ['opening and closing: finishes what was begun when it is closed']],
    [
      'throws when its health is asked for',
      of(SilentLog),
      ['opening and closing: rejects, and is down, when it is closed'],
    ],
  ])('finds a log that %s', async (_, make, expected) => {
    const runner = runnerFor((settings) => journaled(make, settings));
    const failed = [...(await runner.failures(1)).keys()];
    expect(failed).toEqual(expect.arrayContaining([...expected]));
    // A kit that fails whatever it is given would prove nothing.
    expect(failed).not.toContain('opening and closing: is up');
  });
});
