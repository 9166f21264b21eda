import { systemClock, UpstreamTimeoutError, type Clock } from '@yychat/engine-core';
import { APIConnectionTimeoutError, APIError, type OpenAI } from 'openai';
import { connectionError, statusError, withoutSecret } from './upstream-errors.js';

/** A model, as the upstream describes it. */
export interface ModelDescription {
  readonly id: string;
  readonly object: 'model';
  readonly [field: string]: unknown;
}

/** Milliseconds that a list is good for. */
const FRESH = 60_000;
const TIMEOUT = 10_000;

/** The models of the upstream. Asked at most once a minute. */
export class OpenAIModelCatalog {
  readonly #client: OpenAI;
  readonly #clock: Clock;
  #kept: { readonly at: number; readonly models: Promise<readonly ModelDescription[]> } | undefined;

  constructor(client: OpenAI, clock: Clock = systemClock) {
    this.#client = client;
    this.#clock = clock;
  }

  /** @throws UpstreamError, UpstreamTimeoutError or UpstreamUnreachableError */
  list(): Promise<readonly ModelDescription[]> {
    const now = this.#clock.monotonic();
    if (this.#kept === undefined || now - this.#kept.at > FRESH) {
      const models = this.#ask(async () => {
        const page = await this.#client.models.list({ timeout: TIMEOUT });
        return page.data as unknown as readonly ModelDescription[];
      });
      this.#kept = { at: now, models };
      models.catch(() => (this.#kept = undefined));
    }
    return this.#kept.models;
  }

  /** @throws UpstreamError (404) for a model that the upstream does not know, and what `list` throws */
  get(id: string): Promise<ModelDescription> {
    return this.#ask(
      async () =>
        (await this.#client.models.retrieve(id, { timeout: TIMEOUT })) as unknown as ModelDescription,
    );
  }

  async #ask<T>(request: () => Promise<T>): Promise<T> {
    try {
      return await request();
    } catch (error) {
      if (error instanceof APIConnectionTimeoutError) {
        throw new UpstreamTimeoutError('The upstream did not answer in time.', error);
      }
      const { status, error: body } = error as Partial<APIError>;
      if (!(error instanceof APIError) || status === undefined) throw connectionError(error as Error, false);
      const said = withoutSecret(JSON.stringify({ error: body }), this.#client.apiKey ?? '');
      throw statusError(status, {}, said, undefined);
    }
  }
}
