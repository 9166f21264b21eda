import { describe, expect, it } from '@jest/globals';
import type { Clock } from '@yychat/engine-core';
import { TinyRunner } from '@yychat/engine-core/testing';
import {
  LeaselessStore,
  MisplacingStore,
  ModellessStore,
  PostFilteringStore,
  StuckStore,
  VectorlessStore,
} from './fixtures/broken-embeddings.js';
import {
  FirstComeStore,
  GenerousStore,
  GuessingStore,
  NamelessStore,
  RepeatingStore,
  ReversingStore,
  SessionlessStore,
  TenantlessStore,
  UnforgettingStore,
  WordyStore,
} from './fixtures/broken-stores.js';
import { describeConversationStore, InMemoryConversationStore } from './index.js';

type StoreClass = new (clock: Clock) => InMemoryConversationStore;

function runnerFor(Store: StoreClass, embeddings = true): TinyRunner {
  const runner = new TinyRunner();
  describeConversationStore({
    ...{ describe: runner.describe, it: runner.it, name: 'A store', embeddings, runs: 8, seed: 1 },
    create: ({ clock }) => {
      const store = new Store(clock);
      return Promise.resolve({ store, close: () => store.close() });
    },
  });
  return runner;
}

/** What none of the broken stores gets wrong. */
const UNTOUCHED = 'recall: recalls as before when it is opened again';

const subjectOf = (name: string): string => name.slice(0, name.indexOf(':'));

/** Names of the cases that failed, of those subjects that are named. */
async function failuresOf(runner: TinyRunner, subjects: readonly string[]): Promise<string[]> {
  const failures = await runner.failures(1, (name) => subjects.includes(subjectOf(name)));
  return [...failures.keys()];
}

describe('describeConversationStore', () => {
  it('finds nothing wrong with a store that keeps the contract', async () => {
    const runner = runnerFor(InMemoryConversationStore);
    expect(Object.fromEntries(await runner.failures(1))).toEqual({});
    expect(runner.names).toContain('appending: keeps the first of two turns with one id');
    expect(runner.names).toContain('isolation: never recalls what another tenant said');
  });

  it('finds nothing wrong with a store that says that it keeps no embeddings', async () => {
    expect(await failuresOf(runnerFor(VectorlessStore, false), ['recall', 'no embeddings'])).toEqual([]);
  });

  it('finds a store that keeps embeddings, or none, unlike it should', async () => {
    expect(await failuresOf(runnerFor(InMemoryConversationStore, false), ['no embeddings'])).toEqual([
      'no embeddings: says why it keeps no embeddings',
      'no embeddings: has nothing to embed, takes no embeddings, and recalls by words',
    ]);
    expect(await failuresOf(runnerFor(VectorlessStore), ['what is to embed'])).toContain(
      'what is to embed: says that it keeps embeddings',
    );
  });

  it.each<[string, StoreClass, readonly string[]]>([
    [
      'recalls in every tenant',
      TenantlessStore,
      [
        'isolation: never recalls what another tenant said',
        'random talk: finds what was said in a conversation, and shows no word that the scope does not',
        'embeddings: shows by embeddings no more than the scope allows',
      ],
    ],
    [
      'guesses who asks',
      GuessingStore,
      [
        'isolation: recalls from the conversation alone where no user asks',
        'random talk: finds what was said in a conversation, and shows no word that the scope does not',
        'embeddings: shows by embeddings no more than the scope allows',
      ],
    ],
    [
      'shows a conversation of several to the first of them',
      FirstComeStore,
      [
        'isolation: recalls a conversation of several users within itself only',
        'isolation: forgets with a conversation who spoke in it',
        'random talk: finds what was said in a conversation, and shows no word that the scope does not',
        'embeddings: shows by embeddings no more than the scope allows',
      ],
    ],
    [
      'recalls what was deleted',
      UnforgettingStore,
      [
        'recall: forgets a deleted conversation, and counts anew after it',
        'random talk: finds what was said in a conversation, and shows no word that the scope does not',
        'embeddings: brings no deleted message back',
      ],
    ],
    [
      'forgets who spoke',
      NamelessStore,
      ['recall: knows the names of speakers', 'ranking: recalls as the store in memory does'],
    ],
    [
      'knows no sessions',
      SessionlessStore,
      ['recall: gives no neighbours from beyond the session or the conversation'],
    ],
    [
      'repeats the prompt',
      RepeatingStore,
      [
        'recall: leaves out what is in the prompt, beside a message too',
        'embeddings: does not recall by an embedding what is in the prompt',
      ],
    ],
    ['gives too many', GenerousStore, ['recall: gives the best first, and no more than were asked for']],
    [
      'gives the worst first',
      ReversingStore,
      [
        'recall: gives the best first, and no more than were asked for',
        'ranking: recalls as the store in memory does',
      ],
    ],
    [
      'looks at words alone',
      WordyStore,
      [
        'embeddings: finds a message that shares no word with the question',
        'embeddings: adds to what words find',
      ],
    ],
    [
      'waits for a text that a model refuses',
      StuckStore,
      ['what is to embed: passes over a text that the model refuses'],
    ],
    [
      'takes all models for one',
      ModellessStore,
      [
        'what is to embed: has a cursor for each model, which goes forward only',
        'embeddings: never compares embeddings of different models or lengths',
      ],
    ],
    [
      'gives messages to several instances',
      LeaselessStore,
      [
        'what is to embed: gives messages to one instance at a time, for as long as it asks',
        'what is to embed: gives messages to one of several instances that ask at once',
      ],
    ],
    [
      'looks for the nearest before it looks at the scope',
      PostFilteringStore,
      ['embeddings: finds the messages of a small conversation among many nearer ones of others'],
    ],
    [
      'gives embeddings of deleted messages to others',
      MisplacingStore,
      ['embeddings: brings no deleted message back'],
    ],
  ])('finds a store that %s', async (_, Store, expected) => {
    const failed = await failuresOf(runnerFor(Store), [UNTOUCHED, ...expected].map(subjectOf));
    expect(failed).toEqual(expect.arrayContaining([...expected]));
    // A kit that fails whatever it is given would prove nothing.
    expect(failed).not.toContain(UNTOUCHED);
  });
});
