/** The measured stages of a turn. */
export type Stage =
  | 'memory_retrieval'
  | 'personality_apply'
  | 'tool_schema_build'
  | 'openai_api'
  | 'first_chunk'
  | 'tool_execution'
  | 'memory_save';

/** When a stage ran. Both in milliseconds; `start` counts from the beginning of the turn. */
export interface StageTiming {
  readonly stage: Stage;
  readonly start: number;
  readonly duration: number;
}
