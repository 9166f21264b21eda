import { BoundedNames } from './bounded-names.js';
import type { FinishedTurn } from './finished-turn.js';

const MAX_MODELS = 32;
const MAX_ERRORS = 32;
const MAX_TOOLS = 64;

/** The names by which turns are told apart in series and in Prometheus: as many as there may be, whatever clients send. */
export class TurnLabels {
  readonly #models: BoundedNames;
  readonly #errors = new BoundedNames(MAX_ERRORS);
  readonly #tools = new BoundedNames(MAX_TOOLS);

  /** @param models that have a name of their own from the beginning */
  constructor(models: readonly string[]) {
    this.#models = new BoundedNames(MAX_MODELS, models);
  }

  /** A model that is new gets a name of its own when it has answered: clients can ask for any. */
  modelOf({ model, outcome }: FinishedTurn): string {
    return this.#models.labelOf(model, outcome === 'ok');
  }

  errorOf({ errorType }: FinishedTurn): string | null {
    return errorType === null ? null : this.#errors.labelOf(errorType);
  }

  /** A model may call tools that nobody has. Those fail. */
  toolOf({ name, ok }: { readonly name: string; readonly ok: boolean }): string {
    return this.#tools.labelOf(name, ok);
  }
}
