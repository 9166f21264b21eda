import { ratio, spread } from '../runner/spread.mjs';

/** @typedef {import('./contestants/contestant.mjs').ContestantName} ContestantName */
/** @typedef {import('./phases.mjs').Phase} Phase */
/** @typedef {Readonly<Record<string, number>>} Sample figures of one contestant in one round; NaN: not measured */

/** Everything that was measured. */
export class Results {
  /** @type {Partial<Record<Phase, Partial<Record<ContestantName, Sample[]>>>>} */
  samples = {};
  /** @type {{ contestant: ContestantName, phase: string, trouble: string, count: number }[]} */
  troubles = [];

  /**
   * @param {Phase} phase
   * @param {ContestantName} contestant
   * @param {Sample} sample
   */
  add(phase, contestant, sample) {
    const ofPhase = (this.samples[phase] ??= {});
    (ofPhase[contestant] ??= []).push(sample);
  }

  /**
   * @param {ContestantName} contestant
   * @param {string} phase
   * @param {Readonly<Record<string, number>>} counts
   */
  addTroubles(contestant, phase, counts) {
    for (const [trouble, count] of Object.entries(counts)) {
      const known = this.troubles.find(
        (entry) => entry.contestant === contestant && entry.phase === phase && entry.trouble === trouble,
      );
      if (known === undefined) this.troubles.push({ contestant, phase, trouble, count });
      else known.count += count;
    }
  }

  /** @param {ContestantName} contestant */
  errors(contestant) {
    return this.troubles.reduce((sum, entry) => sum + (entry.contestant === contestant ? entry.count : 0), 0);
  }

  /**
   * A figure of a contestant, round by round.
   * @param {Phase} phase
   * @param {ContestantName} contestant
   * @param {string} name
   */
  values(phase, contestant, name) {
    return (this.samples[phase]?.[contestant] ?? []).map((sample) => sample[name] ?? NaN);
  }

  /**
   * @param {Phase} phase
   * @param {ContestantName} contestant
   * @param {string} name
   */
  figure(phase, contestant, name) {
    return spread(this.values(phase, contestant, name));
  }

  /**
   * One contestant's figure in terms of another's.
   * @param {Phase} phase
   * @param {ContestantName} contestant
   * @param {ContestantName} other
   * @param {string} name
   */
  ratio(phase, contestant, other, name) {
    return ratio(this.values(phase, contestant, name), this.values(phase, other, name));
  }

  /**
   * What a contestant adds to the time to the first token, ms, round by round.
   * @param {ContestantName} contestant
   */
  addedFirstToken(contestant) {
    const direct = this.values('ttft', 'direct', 'firstToken');
    return this.values('ttft', contestant, 'firstToken').map(
      (value, round) => value - (direct[round] ?? NaN),
    );
  }

  /** CPU that others took while we measured, in cores. */
  foreignCores() {
    const all = Object.values(this.samples).flatMap((ofPhase) => Object.values(ofPhase).flat());
    return spread(all.map((sample) => sample['foreignCores'] ?? NaN));
  }
}
