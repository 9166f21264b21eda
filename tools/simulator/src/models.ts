import { ApiError } from './api-error.js';

/** Models that are listed unless others are named. */
export const DEFAULT_MODELS: readonly string[] = [
  'gpt-4.1',
  'gpt-4.1-mini',
  'gpt-4o',
  'gpt-4o-mini',
  'text-embedding-3-small',
  'text-embedding-3-large',
];

/** The body that answers `GET /v1/models`. */
export function modelsJson(models: readonly string[]): string {
  return JSON.stringify({ object: 'list', data: models.map(describe) });
}

/**
 * The body that answers `GET /v1/models/{id}`.
 * @throws ApiError when there is no such model
 */
export function modelJson(models: readonly string[], id: string): string {
  if (models.includes(id)) return JSON.stringify(describe(id));
  throw new ApiError(404, `The model '${id}' does not exist`, { param: 'model', code: 'model_not_found' });
}

function describe(id: string): object {
  return { id, object: 'model', created: 1_760_000_000, owned_by: 'simulator' };
}
