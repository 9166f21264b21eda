import { ApiError } from './api-error.js';

/** Whether a request's bearer is the key that the simulator was started with, if it was with one. */
export function allowed(header: string | undefined, apiKey: string | undefined): boolean {
  return apiKey === undefined || header === `Bearer ${apiKey}`;
}

/**
 * Compares a request's bearer with the key that the simulator was started with.
 * @throws ApiError 401 as OpenAI says it
 */
export function authorise(header: string | undefined, apiKey: string | undefined): void {
  if (allowed(header, apiKey)) return;
  const given = /^Bearer (.+)$/.exec(header ?? '')?.[1];
  if (given === undefined) {
    throw new ApiError(
      401,
      "You didn't provide an API key. You need to provide your API key in an Authorization header using Bearer auth (i.e. Authorization: Bearer YOUR_KEY).",
    );
  }
  throw new ApiError(401, `Incorrect API key provided: ${masked(given)}.`, { code: 'invalid_api_key' });
}

function masked(key: string): string {
  return key.length < 12 ? '*'.repeat(key.length) : `${key.slice(0, 4)}${'*'.repeat(8)}${key.slice(-4)}`;
}
