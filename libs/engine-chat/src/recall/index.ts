export { ANALYSIS_VERSION, analyze } from './analysis/analyze.js';
export { InMemoryPostingSource } from './in-memory-posting-source.js';
export { indexTurn } from './indexed-turn.js';
export type { IndexedTurn, SpokenTurn } from './indexed-turn.js';
export { recallTurns } from './lexical-recall.js';
export type { LexicalQuery } from './lexical-recall.js';
export type {
  Posting,
  PostingList,
  PostingSource,
  ScopeConversation,
  ScopePostings,
  Session,
  TurnFacts,
  TurnKey,
} from './posting-source.js';
export type { ScoredTurn } from './score-postings.js';
export { beginsSession, SESSION_PAUSE } from './sessions.js';
export type { Sketch } from './sketch.js';
export { RECALL_WEIGHTS } from './weights.js';
export type { RecallWeights, WindowWeight } from './weights.js';
