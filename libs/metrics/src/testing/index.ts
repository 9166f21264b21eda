export { describeMetricsStore } from './describe-metrics-store.js';
export { KitClock } from './kit-clock.js';
export type { StoreKitOptions, StoreSettings, StoreUnderTest } from './kit-options.js';
export { runTurn } from './run-turn.js';
export type { TurnSpec } from './run-turn.js';
export { UnreliableStore } from './unreliable-store.js';
export type { Fate } from './unreliable-store.js';
