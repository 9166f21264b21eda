import { join } from 'node:path';
import type { Personality } from '../ports/personality-source.js';
import { InvalidPersonalityError } from './invalid-personality-error.js';
import { listJsonFiles, readText, stampOf } from './json-files.js';
import { parsePersonality } from './personality-file.js';

/** What is known of one file. */
interface FileState {
  readonly name: string;
  readonly stamp: string;
  /** What the file says now, if it can be understood. */
  readonly read: Personality | InvalidPersonalityError;
  /** What is in use: what it said when it was last good. */
  used?: Personality;
  /** The last error that was reported of it. */
  reported?: string;
}

export interface ScanResult {
  /** In use now, sorted by id. */
  readonly personalities: readonly Personality[];
  /** New since the last scan. */
  readonly problems: readonly InvalidPersonalityError[];
  readonly isMissing: boolean;
}

/**
 * The personality files of a directory from one scan to the next. A file that has become bad stays in use as it was
 * when it was last good.
 */
export class PersonalityFiles {
  readonly #directory: string;
  #states: readonly FileState[] = [];

  constructor(directory: string) {
    this.#directory = directory;
  }

  /** Reads what has changed. A directory that is missing changes nothing: it may be being replaced. */
  async scan(): Promise<ScanResult> {
    const names = await listJsonFiles(this.#directory);
    if (names !== undefined) {
      const states = await Promise.all(names.map((name) => this.#readState(name)));
      this.#states = states.filter((state) => state !== undefined);
    }
    const problems = names === undefined ? [] : this.#settle();
    const personalities = this.#states
      .flatMap(({ used }) => used ?? [])
      .sort((a, b) => (a.id < b.id ? -1 : 1));
    return { personalities, problems, isMissing: names === undefined };
  }

  async #readState(name: string): Promise<FileState | undefined> {
    const path = join(this.#directory, name);
    const known = this.#states.find((state) => state.name === name);
    try {
      // The stamp comes first: what is written while we read gets another, and is read next time.
      const stamp = await stampOf(path);
      if (stamp === undefined) return undefined;
      if (stamp === known?.stamp) return known;
      return { ...inUse(known), name, stamp, read: await this.#read(name, path) };
    } catch (error) {
      return { ...known, name, stamp: '', read: toProblem(name, error) };
    }
  }

  async #read(name: string, path: string): Promise<Personality | InvalidPersonalityError> {
    try {
      return parsePersonality(name, await readText(path));
    } catch (error) {
      return toProblem(name, error);
    }
  }

  /** Decides for each file what is used of it. Who has an id keeps it. Returns the problems that are new. */
  #settle(): readonly InvalidPersonalityError[] {
    const owners = new Map<string, string>();
    const problems: InvalidPersonalityError[] = [];
    const isSettled = (state: FileState): boolean => state.used !== undefined && state.used === state.read;
    for (const state of [
      ...this.#states.filter(isSettled),
      ...this.#states.filter((one) => !isSettled(one)),
    ]) {
      const problem = this.#choose(state, owners);
      if (state.used !== undefined) owners.set(state.used.id, state.name);
      if (problem !== undefined && problem.message !== state.reported) problems.push(problem);
      if (problem === undefined) delete state.reported;
      else state.reported = problem.message;
    }
    return problems;
  }

  #choose(state: FileState, owners: ReadonlyMap<string, string>): InvalidPersonalityError | undefined {
    const { name, read, used } = state;
    const clash = read instanceof InvalidPersonalityError ? undefined : owners.get(read.id);
    if (!(read instanceof InvalidPersonalityError) && clash === undefined) {
      state.used = read;
      return undefined;
    }
    if (used !== undefined && owners.has(used.id)) delete state.used;
    if (read instanceof InvalidPersonalityError) return read;
    return new InvalidPersonalityError(name, `id "${read.id}" is taken by ${String(clash)}`);
  }
}

/** A changed file is a new chance, and a new error to report. */
function inUse(known: FileState | undefined): { used?: Personality } {
  return known?.used === undefined ? {} : { used: known.used };
}

function toProblem(name: string, error: unknown): InvalidPersonalityError {
  if (error instanceof InvalidPersonalityError) return error;
  return new InvalidPersonalityError(name, error instanceof Error ? error.message : String(error), error);
}
