import assert from 'node:assert/strict';
import type { ChatEngine } from '../engine.js';
import type { EngineEvent } from '../events.js';
import type { Personality } from '../ports/personality-source.js';
import type { Tool } from '../ports/tool-source.js';
import type { Turn } from '../turn.js';
import { fixedPersonalities, fixedTools } from './fixed-sources.js';
import type { EngineSettings, KitOptions } from './kit-options.js';
import { checkEvents, Outcome } from './outcome.js';
import type { ScriptedUpstream, UpstreamRequest } from './scripted-upstream.js';

/** What one case is about; retries are off unless it says otherwise. */
export interface CaseSettings extends Partial<
  Pick<EngineSettings, 'headersTimeout' | 'idleTimeout' | 'maxRetries' | 'limits'>
> {
  readonly tools?: readonly Tool[];
  readonly personalities?: readonly Personality[];
}

/** A function of the runner's that has the bench set up and cleared away. */
export type Case = (name: string, settings: CaseSettings, body: (bench: Bench) => Promise<void>) => void;

/** A turn that asks one question and streams. */
export function turn(changes: Partial<Turn> = {}): Turn {
  return {
    id: `req_kit_${(made += 1)}`,
    tenant: 'tenant-1',
    model: 'gpt-4.1',
    messages: [{ role: 'user', content: 'What colour is the sky?' }],
    stream: true,
    useTools: true,
    options: {},
    ...changes,
  };
}

let made = 0;

/** One engine with one upstream. */
export class Bench {
  constructor(
    readonly engine: ChatEngine,
    readonly upstream: ScriptedUpstream,
  ) {}

  /** Chat requests that the upstream received. */
  get requests(): readonly UpstreamRequest[] {
    return this.upstream.requests.filter(({ path }) => path.endsWith('/chat/completions'));
  }

  /** The chat request of that number, from 0. */
  readonly request = (position: number): UpstreamRequest['body'] => {
    const request = this.requests[position];
    assert.ok(request, `the upstream got ${this.requests.length} requests, not ${position + 1}`);
    return request.body;
  };

  /** Runs a turn to its end, and checks what holds for every turn. */
  readonly run = async (
    changes: Partial<Turn> = {},
    signal: AbortSignal = new AbortController().signal,
    onEvent: (event: EngineEvent) => void = () => undefined,
  ): Promise<Outcome> => {
    const events: EngineEvent[] = [];
    const iterator = this.engine.generateResponse(turn(changes), { signal })[Symbol.asyncIterator]();
    let thrown: unknown;
    try {
      for (;;) {
        const result = await iterator.next();
        if (result.done === true) break;
        events.push(result.value);
        onEvent(result.value);
      }
      assert.equal((await iterator.next()).done, true, 'it went on after its end');
    } catch (error) {
      thrown = error;
    }
    const outcome = new Outcome(events, thrown);
    checkEvents(outcome);
    return outcome;
  };

  /** Runs a turn that has to succeed. */
  readonly complete = async (changes: Partial<Turn> = {}): Promise<void> => {
    assert.equal((await this.run(changes)).end.type, 'turn-end');
  };

  /** Waits until the upstream has nothing left to answer, and tells how many answers were given up by the engine. */
  readonly aborted = async (): Promise<number> => {
    await this.upstream.waitFor(() => this.upstream.stats().active === 0);
    return this.upstream.stats().aborted;
  };
}

/** Makes the function that cases are written with. */
export function caseOf({ it, startUpstream, create, timeout = 4_500 }: KitOptions): Case {
  return (name, { tools = [], personalities = [], ...settings }, body) => {
    it(name, async () => {
      const upstream = await startUpstream();
      try {
        const { engine, close } = await create({
          baseURL: upstream.baseURL,
          tools: fixedTools(tools),
          personalities: fixedPersonalities(personalities),
          maxRetries: 0,
          ...settings,
        });
        try {
          await within(timeout, body(new Bench(engine, upstream)));
        } finally {
          await close();
        }
      } finally {
        await upstream.close();
      }
    });
  };
}

/** An engine that hangs fails its case in words, and not the whole run. */
async function within(timeout: number, work: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new Error(`The engine was not done after ${timeout} ms.`));
    }, timeout);
  });
  try {
    await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
