import * as openai7 from 'openai';
import * as openai6 from 'openai-6';
import { ADMIN_KEY } from './service.js';

export type Sdk = typeof openai7;
export type OpenAIClient = openai7.OpenAI;

/** The official SDK in the versions that people use, for `describe.each`. What the tests use is the same in both. */
export const sdks: readonly (readonly [name: string, sdk: Sdk])[] = [
  ['openai 7', openai7],
  ['openai 6', openai6 as unknown as Sdk],
];

/** A client that does not try again, so that a test sees the first answer. */
export function connect({ OpenAI }: Sdk, baseURL: string, apiKey = ADMIN_KEY): OpenAIClient {
  return new OpenAI({ baseURL, apiKey, maxRetries: 0 });
}
