import { EngineError } from '@yychat/engine-core';

/**
 * What a failure of an extraction says: `garbled`: the model answered something else, and may do better; `refused`: of what was
 * sent, something is not taken, and will not be; `unavailable`: something that extractions rest on does not work, or not in time.
 */
export type FailureKind = 'garbled' | 'refused' | 'unavailable';

/** A request that cannot be honoured, or is too large. */
const REFUSAL: readonly number[] = [400, 413, 422];

export function failureKind(error: unknown): FailureKind {
  if (!EngineError.is(error)) return 'unavailable';
  if (error.code === 'extraction_garbled') return 'garbled';
  return REFUSAL.includes(error.status) ? 'refused' : 'unavailable';
}

/** A failure for operators: never a word of what was said. */
export function failureReason(error: unknown): string {
  if (EngineError.is(error)) return `${error.code} (${error.status})`;
  return error instanceof Error ? error.name : 'unknown';
}
