import { EngineError, type ChatModel } from '@yychat/engine-core';
import { randomUUID } from 'node:crypto';
import { extractionAnswer, GarbledExtractionError } from './extraction-answer.js';

export interface ExtractionModelOptions {
  readonly chatModel: Pick<ChatModel, 'generate'>;
  /** Its name for the upstream. */
  readonly model: string;
  /** Further fields of the request, e.g. `temperature`. */
  readonly options?: Readonly<Record<string, unknown>>;
}

type Message = Readonly<{ role: string; content: string }>;

/** Asks the upstream what mem0 asks its model. */
export class ExtractionModel {
  readonly #options: ExtractionModelOptions;
  /** Not every upstream knows that an answer can be demanded to be JSON. */
  #demandsJson = true;

  constructor(options: ExtractionModelOptions) {
    this.#options = options;
  }

  /**
   * The facts, as JSON that mem0 can read. Rejects as the chat model does, with {@link GarbledExtractionError} for an answer that
   * holds no facts as demanded or was cut short, and when the signal aborts.
   */
  async generate(messages: readonly Message[], signal: AbortSignal): Promise<string> {
    try {
      return await this.#ask(messages, signal);
    } catch (error) {
      if (!this.#demandsJson || !isAboutJson(error)) throw error;
      this.#demandsJson = false;
      return this.#ask(messages, signal);
    }
  }

  async #ask(messages: readonly Message[], signal: AbortSignal): Promise<string> {
    const { chatModel, model, options } = this.#options;
    const request = {
      model,
      messages: messages.map(({ role, content }) => ({ role: role as 'system' | 'user', content })),
      stream: false,
      options: { ...(this.#demandsJson && { response_format: { type: 'json_object' } }), ...options },
    };
    let said = '';
    let finish: string | null | undefined;
    for await (const { data } of chatModel.generate(request, { signal, requestId: `mem0_${randomUUID()}` })) {
      const [choice] = data.choices;
      said += choice?.delta.content ?? '';
      finish = choice?.finish_reason ?? finish;
    }
    if (finish === 'length') throw new GarbledExtractionError('the answer was cut short');
    return extractionAnswer(said);
  }
}

function isAboutJson(error: unknown): boolean {
  if (!EngineError.is(error) || ![400, 422].includes(error.status)) return false;
  return error.param?.startsWith('response_format') === true || error.message.includes('response_format');
}
