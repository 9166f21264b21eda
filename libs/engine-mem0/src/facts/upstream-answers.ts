import { CancelledError, EngineError, type ChatModel, type Clock } from '@yychat/engine-core';
import type { Embedder } from './embedder.js';
import { ExtractionModel } from './extraction-model.js';
import { KeptEmbeddings } from './kept-embeddings.js';
import type { Answer } from './mem0-thread.js';

/** Milliseconds that a search waits for the embeddings of the names in a question, which only help to rank. */
const NAMES_TIMEOUT = 100;

export interface UpstreamAnswersOptions {
  readonly chatModel: Pick<ChatModel, 'generate'>;
  readonly model: string;
  /** Further fields of each request for an extraction, e.g. `temperature`. */
  readonly modelOptions?: Readonly<Record<string, unknown>>;
  readonly embedder: Embedder;
  readonly clock: Clock;
}

/** What mem0 needs to know, from the upstream: with the connections, deadlines and errors of the service, not with mem0's. */
export class UpstreamAnswers {
  readonly #model: ExtractionModel;
  readonly #embedder: Embedder;
  readonly #kept: KeptEmbeddings;
  readonly #clock: Clock;
  readonly #stop = new AbortController();

  constructor({ chatModel, model, modelOptions = {}, embedder, clock }: UpstreamAnswersOptions) {
    this.#model = new ExtractionModel({ chatModel, model, options: modelOptions });
    this.#embedder = embedder;
    this.#kept = new KeptEmbeddings(embedder);
    this.#clock = clock;
  }

  readonly answer: Answer = (question, asking, signal) => {
    if (question.kind === 'generate') return this.#model.generate(question.messages, signal);
    if (asking !== 'facts.search') return this.#embedder.embed(question.texts, signal);
    // One that comes too late for its question is kept all the same.
    const coming = this.#kept.embed(question.texts, this.#stop.signal);
    return question.optional ? this.#soon(coming) : coming;
  };

  /** Ends what searches have asked; extractions end with their own signals. */
  close(): void {
    this.#stop.abort(new CancelledError());
  }

  #soon<T>(coming: Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      const timer = this.#clock.after(NAMES_TIMEOUT, () => reject(late()));
      coming.then(resolve, reject).finally(() => timer.cancel());
    });
  }
}

const late = (): EngineError =>
  new EngineError('The names in a question were not embedded in time.', {
    ...{ status: 504, code: 'embedding_late', type: 'timeout_error' },
  });
