/*
 * Stored measurements name these by their place: only ever add to the end of a list.
 */

/** The spreads of a turn, in seconds. What a turn did not do, it has no value of. */
export const TURN_MEASURES = [
  'queue',
  'memory_retrieval',
  'personality_apply',
  'tool_schema_build',
  'openai_api',
  'first_chunk',
  'tool_execution',
  'memory_save',
  'total',
  'time_per_output_token',
] as const;

export type TurnMeasure = (typeof TURN_MEASURES)[number];

/** The sums of turns. `with_usage` and `with_cost` are the turns of which tokens and cost are known. */
export const TURN_SUMS = [
  'turns',
  'streamed',
  'tool_called',
  'cache_hit',
  'cache_miss',
  'memory_hit',
  'memory_miss',
  'memory_off',
  'memory_timeout',
  'memory_error',
  'with_usage',
  'tokens_in',
  'tokens_out',
  'tokens_cached',
  'with_cost',
  'cost',
] as const;

export type TurnSum = (typeof TURN_SUMS)[number];

/** Before the type of an error, in the names of sums. */
export const ERROR_PREFIX = 'error:';
