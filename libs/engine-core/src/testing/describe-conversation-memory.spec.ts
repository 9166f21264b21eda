import { describe, expect, it } from '@jest/globals';
import type { ConversationLog } from '../ports/conversation-log.js';
import type { ConversationMemory } from '../ports/conversation-memory.js';
import { plainMemory, type MemoryDefect } from './fixtures/plain-memory.js';
import { describeConversationMemory } from './index.js';
import { TinyRunner } from './tiny-runner.js';

describeConversationMemory({
  describe,
  it,
  name: 'A memory of everything',
  create: () => Promise.resolve(plainMemory({})),
});

const changed =
  (change: (memory: ConversationMemory) => Partial<ConversationMemory>) =>
  (memory: ConversationMemory, log: ConversationLog) => ({
    memory: { ...memory, ...change(memory) },
    log,
    close: () => log.close(),
  });

describe('describeConversationMemory', () => {
  it.each<[string, MemoryDefect, readonly string[]]>([
    [
      'never remembers',
      { shows: () => false },
      [
        'recall: recalls what was said in its conversation',
        'isolation: keeps what it was told from another tenant',
      ],
    ],
    [
      'tells one tenant what another said',
      { shows: (message, query) => message.conversationId === query.conversationId },
      [
        'isolation: keeps what it was told from another tenant',
        'isolation: keeps what it was told from another tenant whose name begins alike',
      ],
    ],
    [
      'knows conversations by the beginning of their names',
      {
        shows: (message, query) =>
          message.tenant === query.tenant && query.conversationId.startsWith(message.conversationId),
      },
      ['isolation: keeps what it was told from another conversation whose name begins alike'],
    ],
    [
      'tells what two users said to each of them elsewhere',
      {
        shows: (message, query) =>
          message.tenant === query.tenant &&
          (message.conversationId === query.conversationId || message.user === query.user),
      },
      ['isolation: keeps a conversation of two users within it'],
    ],
    [
      'recalls all that it has',
      { limits: () => 1_000 },
      ['recall: recalls no more than is wanted, the best first'],
    ],
    [
      'recalls the worst first',
      {
        wrap: changed(({ recall }) => ({
          recall: async (query, signal) => ({
            memories: (await recall(query, signal)).memories.toReversed(),
          }),
        })),
      },
      ['recall: recalls no more than is wanted, the best first'],
    ],
    [
      'repeats what is in the prompt',
      {
        wrap: changed(({ recall }) => ({
          recall: (query, signal) => recall({ ...query, present: [] }, signal),
        })),
      },
      ['recall: recalls nothing that the prompt has already'],
    ],
    [
      'forgets nothing',
      {
        wrap: (memory, log) => {
          const kept: Awaited<ReturnType<typeof memory.recall>>[] = [];
          const recall: typeof memory.recall = async (query, signal) => {
            kept.push(await memory.recall(query, signal));
            return { memories: kept.flatMap(({ memories }) => memories) };
          };
          return { memory: { ...memory, recall }, log, close: () => log.close() };
        },
      },
      ['forgetting: forgets a conversation that was deleted from the log'],
    ],
    [
      'tells operators what was said',
      {
        wrap: changed(({ recall, info }) => {
          let last: unknown;
          return {
            recall: async (query, signal) => {
              const result = await recall(query, signal);
              last = result.memories[0]?.text;
              return result;
            },
            info: () => ({ ...info(), last }),
          };
        }),
      },
      ['for operators: tells facts about itself in JSON, and nothing of what was said'],
    ],
    [
      'keeps its version',
      { wrap: changed(() => ({ version: () => Promise.resolve('1') })) },
      ['for operators: changes its version with what may be recalled'],
    ],
    [
      'throws when its health is asked for',
      { wrap: changed(() => ({ healthCheck: () => Promise.reject(new Error('No.')) })) },
      [
        'for operators: is up, and chat can do without it',
        'for operators: has a health when its log is closed, and throws nothing',
      ],
    ],
  ])('finds a memory that %s', async (_, defect, expected) => {
    const runner = new TinyRunner();
    describeConversationMemory({
      ...{ describe: runner.describe, it: runner.it, name: 'broken', patience: 100 },
      create: () => Promise.resolve(plainMemory(defect)),
    });
    const failed = [...(await runner.failures(8)).keys()];
    expect(failed).toEqual(expect.arrayContaining([...expected]));
    // A kit that fails whatever it is given would prove nothing.
    expect(failed).not.toContain('recall: recalls nothing where nothing was said');
  });
});
