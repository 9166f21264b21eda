export { ANALYSIS_VERSION, analyze } from './analysis/analyze.js';
export { InMemoryPostingSource } from './in-memory-posting-source.js';
export { indexTurn } from './indexed-turn.js';
export type { IndexedTurn, SpokenTurn } from './indexed-turn.js';
export type { EmbeddingSource, NearTurn } from './embedding-source.js';
export { fingerprint } from './fingerprint.js';
export type { Passage, PassageSource } from './passage-source.js';
export { recallMessages } from './recall-messages.js';
export type { RecallSource } from './recall-messages.js';
export { recallTurns } from './recall-turns.js';
export type { TurnQuery } from './recall-turns.js';
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
