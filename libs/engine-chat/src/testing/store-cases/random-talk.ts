import { ok } from 'node:assert/strict';
import type { LoggedTurn, MemoryScope } from '@yychat/engine-core';
import { forSeeds, never, turnAt } from '@yychat/engine-core/testing';
import type { Seeded } from '@yychat/engine-core/testing';
import { ask, embedAll, embedding, MODEL, towards } from '../store-bench.js';
import type { StoreBench, StoreCase } from '../store-bench.js';

const STEPS = 25;
const COMMON = ['boat', 'river', 'bridge', 'ferry', 'harbour', 'choir', 'lullaby', 'drum'];

/** What has been said, as plain lists. */
class Talk {
  #turns: LoggedTurn[] = [];
  #words = 0;

  constructor(
    readonly random: Seeded,
    /** Keeps runs in one store apart. */
    readonly run: string,
  ) {}

  /** Where somebody speaks or asks; few names, so that they meet. */
  scope(): MemoryScope {
    const { random } = this;
    const [tenant, conversationId] = [`${this.run}-${random.below(2)}`, `conversation-${random.below(4)}`];
    const user = random.pick([undefined, 'ann', 'ben']);
    return { tenant, conversationId, ...(user !== undefined && { user }) };
  }

  /** A word that was never said before: one letter for each figure, for an analysis to leave alone. */
  #word(): string {
    const figures = String((this.#words += 1)).padStart(4, '0');
    return `qux${Array.from(figures, (figure) => 'bdfgkmnprt'.charAt(Number(figure))).join('o')}ox`;
  }

  messages(): LoggedTurn['messages'] {
    const { random } = this;
    return Array.from({ length: 1 + random.below(3) }, (_, place) => ({
      role: place % 2 === 0 ? ('user' as const) : ('assistant' as const),
      text: [this.#word(), random.pick(COMMON), random.pick(COMMON), random.pick(COMMON)].join(' '),
    }));
  }

  keep(turn: LoggedTurn): void {
    this.#turns.push(turn);
  }

  delete({ tenant, conversationId }: MemoryScope): void {
    this.#turns = this.#turns.filter(
      (turn) => turn.tenant !== tenant || turn.conversationId !== conversationId,
    );
  }

  /** The texts that a scope shows, said in its own conversation or not. */
  visible({ tenant, conversationId, user }: MemoryScope): { own: string[]; all: Set<string> } {
    const ofTenant = this.#turns.filter((turn) => turn.tenant === tenant);
    const usersOf = (id: string): Set<string> =>
      new Set(ofTenant.flatMap((turn) => (turn.conversationId === id ? (turn.user ?? []) : [])));
    const texts = (turns: readonly LoggedTurn[]): string[] =>
      turns.flatMap(({ messages }) => messages.map(({ text }) => text));
    const own = texts(ofTenant.filter((turn) => turn.conversationId === conversationId));
    const others = ofTenant.filter((turn) => {
      const users = usersOf(turn.conversationId);
      return user !== undefined && users.size === 1 && users.has(user);
    });
    return { own, all: new Set([...own, ...texts(others)]) };
  }
}

/** Asks for one word and some common ones, and holds the answer against what was said. */
async function checkRecall(bench: StoreBench, talk: Talk, embedded: boolean): Promise<void> {
  const { random } = talk;
  const scope = talk.scope();
  const { own, all } = talk.visible(scope);
  const wanted = own.length > 0 ? random.pick(own) : undefined;
  const word = wanted?.split(' ')[0] ?? 'the boat';
  // A message that says no more and no less than the question is left out: nobody speaks of a zeppelin.
  const text = `What about ${word}, ${random.pick(COMMON)}, ${random.pick(COMMON)} and the zeppelin?`;
  const near = embedded && random.chance(0.5) ? { embedding: embedding(towards(random.below(8))) } : {};
  const found = await ask(bench, text, { scope, limit: 100, ...near });
  const where = JSON.stringify({ scope, text });
  for (const message of found) {
    for (const shown of [message.text, message.before?.text, message.after?.text]) {
      ok(shown === undefined || all.has(shown), `${where} was shown "${shown ?? ''}"`);
    }
  }
  ok(
    wanted === undefined || found.some((message) => message.text === wanted),
    `${where} has not found "${wanted ?? ''}"`,
  );
}

/** Speaks, deletes and asks at random. Turns are spoken several at once; each in its own time, so that none is deleted unsaid. */
async function runTalk(bench: StoreBench, talk: Talk, embedded: boolean): Promise<void> {
  const { random } = talk;
  for (let step = 0; step < STEPS; step++) {
    bench.clock.advance(random.pick([1, 60_000, 5_000_000]));
    if (random.chance(0.6)) {
      const turns = Array.from({ length: 1 + random.below(3) }, () =>
        turnAt(bench.clock, { ...talk.scope(), messages: talk.messages() }),
      );
      await Promise.all(turns.map((turn) => bench.log.append(turn, never)));
      for (const turn of turns) talk.keep(turn);
    } else if (random.chance(0.2)) {
      const scope = talk.scope();
      await bench.log.delete(scope, never);
      talk.delete(scope);
    } else if (embedded && random.chance(0.3)) {
      await embedAll(bench, (text) => towards(text.length % 8), MODEL);
    } else {
      await checkRecall(bench, talk, embedded);
    }
  }
}

export function randomTalkCases(test: StoreCase): void {
  test('finds what was said in a conversation, and shows no word that the scope does not', async (bench) => {
    await forSeeds(bench.random, async (random) => {
      await runTalk(bench, new Talk(random, `run-${(runs += 1)}`), bench.log.embeddingsMissing === undefined);
    });
  });
}

let runs = 0;
