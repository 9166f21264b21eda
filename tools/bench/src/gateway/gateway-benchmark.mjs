import { LoadGenerator } from '../load/load-generator.mjs';
import { turns } from '../runner/turns.mjs';
import { direct } from './contestants/direct.mjs';
import { portkey } from './contestants/portkey.mjs';
import { proxy } from './contestants/proxy.mjs';
import { yychat } from './contestants/yychat.mjs';
import { Results } from './results.mjs';
import { Slices } from './slices.mjs';

/** @typedef {import('./contestants/contestant.mjs').Contestant} Contestant */
/** @typedef {import('./contestants/contestant.mjs').Running} Running */
/** @typedef {import('./phases.mjs').Phase} Phase */

const GATEWAYS = [yychat, proxy, portkey];

/** Compares YYChat with other ways to reach the same upstream. */
export class GatewayBenchmark {
  results = new Results();
  #size;
  #children;
  #scratch;
  #tell;
  #upstream;
  #slices;

  /**
   * @param {object} parts
   * @param {import('./phases.mjs').Size} parts.size
   * @param {import('../runner/children.mjs').Children} parts.children
   * @param {import('./upstream.mjs').Upstream} parts.upstream
   * @param {string} parts.scratch a directory of this run's own
   * @param {(line: string) => void} parts.tell how far it is
   */
  constructor({ size, children, upstream, scratch, tell }) {
    this.#size = size;
    this.#children = children;
    this.#upstream = upstream;
    this.#scratch = scratch;
    this.#tell = tell;
    this.#slices = new Slices(size, new LoadGenerator(children), upstream);
  }

  /** @param {readonly Phase[]} phases */
  async run(phases) {
    const inRounds = phases.filter((phase) => phase !== 'held');
    if (inRounds.length > 0) await this.#takeTurns(inRounds);
    if (phases.includes('held')) await this.#holdStreams();
  }

  /**
   * All contestants are there together and are measured one after the other, round by round.
   * @param {readonly Exclude<Phase, 'held'>[]} phases
   */
  async #takeTurns(phases) {
    const contestants = phases.includes('ttft') ? [...GATEWAYS, direct] : GATEWAYS;
    /** @type {(Contestant & { running: Running })[]} */
    const present = [];
    for (const contestant of contestants) {
      const running = await this.#start(contestant, this.#size.warmUp);
      if (running !== undefined) present.push({ ...contestant, running });
    }
    for (let round = 0; round < this.#size.rounds; round += 1) {
      this.#tell(`round ${round + 1} of ${this.#size.rounds}`);
      for (const phase of phases) {
        for (const { name, running } of turns(present, round)) {
          if (name === 'direct' && phase !== 'ttft') continue;
          this.#add(phase, name, await this.#slices[phase](running));
        }
      }
    }
    for (const { running } of present) await this.#stop(running);
  }

  /** Each gateway on its own and new, so that its memory is that of nothing else. */
  async #holdStreams() {
    const { rounds, streams, warmUp } = this.#size.held;
    for (let round = 0; round < rounds; round += 1) {
      for (const contestant of turns(GATEWAYS, round)) {
        this.#tell(`${streams} streams held, round ${round + 1} of ${rounds}, ${contestant.name}`);
        const running = await this.#start(contestant, warmUp);
        if (running === undefined) continue;
        this.#add('held', contestant.name, await this.#slices.held(running));
        await this.#stop(running);
        await this.#upstream.idle();
      }
    }
  }

  /**
   * Starts a contestant and warms it up. One that does not start is missing in the results, and fails the goals that
   * are about it.
   * @param {Contestant} contestant
   * @param {import('./phases.mjs').WarmUp} warmUp
   */
  async #start({ name, start }, warmUp) {
    this.#tell(`starting ${name}`);
    try {
      const surroundings = {
        children: this.#children,
        upstreamPort: this.#upstream.port,
        scratch: this.#scratch,
      };
      const running = await start(surroundings);
      this.results.addTroubles(name, 'warm-up', await this.#slices.warmUp(running, warmUp));
      return running;
    } catch (error) {
      this.results.addTroubles(name, 'start', {
        [error instanceof Error ? error.message : String(error)]: 1,
      });
      return undefined;
    }
  }

  /** @param {Running} running */
  async #stop({ child }) {
    if (child) await this.#children.stop(child);
  }

  /**
   * @param {Phase} phase
   * @param {import('./contestants/contestant.mjs').ContestantName} name
   * @param {import('./slices.mjs').Slice} slice
   */
  #add(phase, name, { sample, troubles }) {
    this.results.add(phase, name, sample);
    this.results.addTroubles(name, phase, troubles);
  }
}
