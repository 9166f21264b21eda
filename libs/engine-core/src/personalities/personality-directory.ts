import type { Clock } from '../ports/clock.js';
import { silentLogger } from '../ports/logger.js';
import type { Logger } from '../ports/logger.js';
import type { Personality, PersonalitySource } from '../ports/personality-source.js';
import { DirectoryWatch } from './directory-watch.js';
import { PersonalityFiles } from './personality-files.js';
import type { ScanResult } from './personality-files.js';

export interface PersonalityDirectoryOptions {
  readonly clock: Clock;
  readonly logger?: Logger;
  /** Milliseconds between looks at the files, should the system not tell of changes; 5,000 unless given. */
  readonly pollInterval?: number;
}

/**
 * The personalities in the JSON files of a directory, reloaded when they change. A file that becomes bad stays in use
 * as it was when it was last good, and the error is logged once for each change.
 */
export class PersonalityDirectory implements PersonalitySource {
  readonly #files: PersonalityFiles;
  readonly #directory: string;
  readonly #logger: Logger;
  #watch: DirectoryWatch | undefined;
  #byId: ReadonlyMap<string, Personality> = new Map();
  #version = 1;
  #scanning: Promise<void> | undefined;
  #isStale = false;
  #isMissing = false;

  private constructor(directory: string, logger: Logger) {
    this.#files = new PersonalityFiles(directory);
    this.#directory = directory;
    this.#logger = logger;
  }

  /**
   * Reads the directory and begins to watch it. A directory that is missing is empty, with a warning.
   *
   * @throws InvalidPersonalityError for the first bad file, or when two files have the same id.
   */
  static async load(directory: string, options: PersonalityDirectoryOptions): Promise<PersonalityDirectory> {
    const loaded = new PersonalityDirectory(directory, options.logger ?? silentLogger);
    const result = await loaded.#files.scan();
    const [problem] = result.problems;
    if (problem !== undefined) throw problem;
    loaded.#apply(result);
    // What changes between the scan and here is noticed by the first poll.
    loaded.#watch = new DirectoryWatch(directory, options.clock, options.pollInterval ?? 5_000, () => {
      void loaded.reload();
    });
    return loaded;
  }

  get version(): number {
    return this.#version;
  }

  list(): readonly Personality[] {
    return [...this.#byId.values()];
  }

  get(id: string): Personality | undefined {
    return this.#byId.get(id);
  }

  /** Reads what has changed. Never throws; resolves when what was written before the call is in use. */
  async reload(): Promise<void> {
    this.#isStale = true;
    this.#scanning ??= this.#scan();
    await this.#scanning;
  }

  /** Stops watching. What was read stays. */
  async close(): Promise<void> {
    this.#watch?.close();
    await this.#scanning;
  }

  async #scan(): Promise<void> {
    while (this.#isStale) {
      this.#isStale = false;
      try {
        const result = await this.#files.scan();
        for (const { message } of result.problems) {
          this.#logger.error(
            { problem: message },
            'A personality file cannot be used; its last good version stays.',
          );
        }
        this.#apply(result);
      } catch (error) {
        this.#logger.error({ directory: this.#directory, error }, 'The personalities cannot be read.');
      }
    }
    // At once and not in a `finally`, lest a call in between waits for a scan that is over.
    this.#scanning = undefined;
  }

  #apply({ personalities, isMissing }: ScanResult): void {
    if (isMissing && !this.#isMissing) {
      this.#logger.warn({ directory: this.#directory }, 'The directory of the personalities is missing.');
    }
    this.#isMissing = isMissing;
    const before = [...this.#byId.values()];
    if (before.length === personalities.length && before.every((one, i) => one === personalities[i])) return;
    this.#byId = new Map(personalities.map((personality) => [personality.id, personality]));
    this.#version += 1;
  }
}
