import { mkdir, open, readFile, rename } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Clock } from '../ports/clock.js';
import type {
  EngineChoice,
  EngineInstance,
  EngineSelection,
  EngineState,
  EngineSwitch,
} from '../ports/engine-state.js';

/** Switches that are remembered. */
const MAX_HISTORY = 1_000;

/** The engine selection of one process. With a file it survives the end of that process. */
export class LocalEngineState implements EngineState {
  readonly #clock: Clock;
  readonly #file: string | undefined;
  /** Newest first. */
  #history: readonly EngineSwitch[];
  #acknowledged = 0;
  /** Writes one after the other. */
  #written: Promise<unknown> = Promise.resolve();

  private constructor(clock: Clock, file: string | undefined, history: readonly EngineSwitch[]) {
    this.#clock = clock;
    this.#file = file;
    this.#history = history;
  }

  /** @throws Error when the file is there and cannot be read, or is not one of this class. */
  static async open({ clock, file }: { clock: Clock; file?: string }): Promise<LocalEngineState> {
    return new LocalEngineState(clock, file, file === undefined ? [] : await read(file));
  }

  load(): Promise<EngineSelection | undefined> {
    return Promise.resolve(this.#history[0]);
  }

  compareAndSet(expectedEpoch: number, next: EngineChoice): Promise<EngineSelection> {
    const compared = this.#written.then(async () => {
      const [inForce] = this.#history;
      if (inForce !== undefined && inForce.epoch !== expectedEpoch) return inForce;
      const selection: EngineSwitch = {
        ...next,
        epoch: expectedEpoch + 1,
        since: this.#clock.now(),
        ...(inForce !== undefined && { previous: inForce.engine }),
      };
      const history = [selection, ...this.#history].slice(0, MAX_HISTORY);
      if (this.#file !== undefined) await write(this.#file, history);
      this.#history = history;
      return selection;
    });
    this.#written = compared.catch(() => undefined);
    return compared;
  }

  /** Nothing changes elsewhere. */
  subscribe(): () => void {
    return () => undefined;
  }

  acknowledge({ epoch }: EngineSelection): Promise<void> {
    this.#acknowledged = epoch;
    return Promise.resolve();
  }

  instances(): Promise<readonly EngineInstance[]> {
    return Promise.resolve([{ id: 'local', epoch: this.#acknowledged }]);
  }

  history(limit: number): Promise<readonly EngineSwitch[]> {
    return Promise.resolve(this.#history.slice(0, limit));
  }
}

async function read(file: string): Promise<readonly EngineSwitch[]> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
  const history: unknown = JSON.parse(text);
  if (!Array.isArray(history) || !history.every(isSwitch))
    throw new Error(`${file} does not hold switches of engines.`);
  return history;
}

function isSwitch(value: unknown): value is EngineSwitch {
  const { engine, epoch, since } = (value ?? {}) as Partial<Record<keyof EngineSwitch, unknown>>;
  return typeof engine === 'string' && Number.isSafeInteger(epoch) && typeof since === 'number';
}

/** All of it or nothing: what is read later is never half written. */
async function write(file: string, history: readonly EngineSwitch[]): Promise<void> {
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  const handle = await open(`${file}.new`, 'w', 0o600);
  try {
    await handle.writeFile(JSON.stringify(history));
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(`${file}.new`, file);
}
