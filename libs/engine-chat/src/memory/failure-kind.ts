import { EngineError } from '@yychat/engine-core';

/**
 * What a failure of an embedder says: `refused`: of what was sent, something cannot be embedded; `unavailable`: there is no such
 * model or route, and asking again soon cannot help; `failing`: anything else.
 */
export type FailureKind = 'refused' | 'unavailable' | 'failing';

/** A route or a method that is not there. */
const NO_ROUTE: readonly number[] = [404, 405, 501];
/** A request that cannot be honoured, or is too large. */
const REFUSAL: readonly number[] = [400, 413, 422];
const NO_MODEL: readonly string[] = ['model_not_found', 'invalid_model', 'unsupported_model'];

export function failureKind(error: unknown): FailureKind {
  if (!EngineError.is(error)) return 'failing';
  const { status, param, code } = error;
  if (NO_ROUTE.includes(status) || NO_MODEL.includes(code)) return 'unavailable';
  if (!REFUSAL.includes(status)) return 'failing';
  return param === 'model' ? 'unavailable' : 'refused';
}
