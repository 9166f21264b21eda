import type { Clock } from '../ports/clock.js';
import type { Logger } from '../ports/logger.js';
import type { Sample, SignalQuery, SignalSource } from '../ports/signal-source.js';
import type { RuleQuery } from '../step/queries.js';

/** Milliseconds that the samples of one evaluation may take. */
const TIMEOUT = 2_000;

const failed = (reason: string): Sample => ({ value: null, count: 0, health: 'error', reason });

/** Asks the source once for each figure of a moment, however many rules want it. */
export class SampleReader {
  readonly #source: SignalSource;
  readonly #clock: Clock;
  readonly #logger: Logger;

  constructor(source: SignalSource, clock: Clock, logger: Logger) {
    this.#source = source;
    this.#clock = clock;
    this.#logger = logger;
  }

  /** The samples for each list of queries, in its order. Never rejects: what fails is a sample of health `error`. */
  async read(wanted: readonly (readonly RuleQuery[])[], at: number): Promise<readonly (readonly Sample[])[]> {
    const abort = new AbortController();
    const late = new Promise<Sample>((resolve) => {
      abort.signal.addEventListener('abort', () => resolve(failed('the source took too long')));
    });
    const timer = this.#clock.after(TIMEOUT, () => abort.abort());
    const asked = new Map<string, Sample | Promise<Sample>>();
    const ask = ({ query, offset }: RuleQuery) => {
      const whole: SignalQuery = { ...query, at: at - offset * 1_000 };
      const key = keyOf(whole);
      const known = asked.get(key);
      if (known !== undefined) return known;
      const answer = this.#ask(whole, abort.signal, late);
      asked.set(key, answer);
      return answer;
    };
    try {
      // All are asked before the first is waited for.
      const answers = wanted.map((queries) => queries.map(ask));
      const samples: Sample[][] = [];
      for (const some of answers) {
        const own: Sample[] = [];
        for (const answer of some) own.push(await answer);
        samples.push(own);
      }
      return samples;
    } finally {
      timer.cancel();
    }
  }

  #ask(query: SignalQuery, signal: AbortSignal, late: Promise<Sample>): Sample | Promise<Sample> {
    try {
      const answer = this.#source.query(query, { signal });
      if ('health' in answer) return answer;
      return Promise.race([answer.catch((error: unknown) => this.#failed(query, error)), late]);
    } catch (error) {
      return this.#failed(query, error);
    }
  }

  #failed({ metric }: SignalQuery, error: unknown): Sample {
    this.#logger.debug({ err: error, metric }, 'a figure for the alerts could not be had');
    return failed('the source failed');
  }
}

function keyOf({ metric, agg, window, scope, at }: SignalQuery): string {
  return `${at} ${window} ${agg} ${JSON.stringify([metric, scope.engine, scope.model])}`;
}
