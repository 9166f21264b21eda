import type { MemoryOutcome } from './performance.js';

/** What was said just before or after a memory. */
export interface RecalledNeighbour {
  readonly role: 'user' | 'assistant';
  readonly text: string;
}

/** A memory that was put in front of the model. */
export interface RecalledMemory {
  readonly text: string;
  /** Who said it; `null`: a fact that the engine derived. */
  readonly role: 'user' | 'assistant' | null;
  /** Of what it was said in; `null` where that is not known, as of facts. */
  readonly conversation_id: string | null;
  /** When it was said, ISO 8601. */
  readonly timestamp: string | null;
  /** Higher is better; comparable within one turn only. */
  readonly score: number;
  readonly before: RecalledNeighbour | null;
  readonly after: RecalledNeighbour | null;
}

/** A server tool that ran. */
export interface RanTool {
  readonly name: string;
  readonly ok: boolean;
  /** Seconds. */
  readonly duration: number;
  /** As the model wrote them: JSON, unless the model made a mistake. */
  readonly arguments: string;
  /** What the model was told. */
  readonly result: string;
}

/**
 * What the service put in front of the model in a turn, while it is kept: for some minutes, of so many turns.
 * `GET /v1/performance/requests/{id}/contents`
 */
export interface TurnContents {
  readonly object: 'turn.contents';
  readonly request_id: string;
  readonly engine: string;
  readonly conversation_id: string | null;
  readonly memory: MemoryOutcome;
  /** Best first. */
  readonly memories: readonly RecalledMemory[];
  /** In the order of their calls. */
  readonly tools: readonly RanTool[];
  /** Texts were cut, or left empty, because they are long. */
  readonly truncated: boolean;
}
