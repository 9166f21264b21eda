import type { SignalCatalog } from '../ports/signal-catalog.js';
import type { AlertRuleInput } from './rule.js';

const SPREAD = ['avg', 'min', 'max', 'p50', 'p90', 'p95', 'p99', 'count'] as const;
const time = { unit: 'seconds', aggs: SPREAD } as const;
const share = { unit: 'share', aggs: ['ratio'] } as const;
/** 1: it is up, 0: it is down; between them: it is degraded, or only some instances say that it is up. */
const upOrDown = { unit: 'number', aggs: ['last', 'min', 'avg'] } as const;

/** The signals that the service has: times of a turn, shares of turns, and the state of what it depends on. */
export const SIGNALS = {
  total_time: time,
  first_chunk: time,
  queue: time,
  memory_retrieval: time,
  openai_api: time,
  tool_execution: time,
  memory_save: time,
  requests: { unit: 'number', aggs: ['count', 'rate'] },
  error_rate: share,
  cancel_rate: share,
  'cache.hit_rate': share,
  engine_up: upOrDown,
  redis_up: upOrDown,
  /** Seconds that the oldest turn which is not remembered yet has waited. */
  memory_lag: { unit: 'seconds', aggs: ['last', 'max', 'avg'] },
} as const satisfies SignalCatalog;

/**
 * Rules to begin with. They need some traffic before they judge, and count silence as well: an idle service is no incident.
 * Whatever depends on an engine is quiet while that engine is known to be down.
 */
export const DEFAULT_RULES: readonly AlertRuleInput[] = [
  {
    id: 'engine-down',
    name: 'Engine is not healthy',
    description: 'An engine says that it cannot serve. One that is only degraded can.',
    severity: 'critical',
    scope: { engine: 'each' },
    signal: { metric: 'engine_up', agg: 'last', window: 60 },
    condition: { type: 'threshold', op: '<', value: 0.5 },
    for: 15,
    keepFiringFor: 30,
    graceAfterSwitch: 0,
  },
  {
    id: 'redis-down',
    name: 'Redis cannot be reached',
    description: 'Chat goes on without its cache; figures and switches of the cluster wait.',
    severity: 'warning',
    signal: { metric: 'redis_up', agg: 'last', window: 60 },
    condition: { type: 'threshold', op: '<', value: 1 },
    for: 15,
    keepFiringFor: 30,
    graceAfterSwitch: 0,
  },
  {
    id: 'error-rate',
    name: 'Many requests fail',
    severity: 'critical',
    scope: { engine: 'active' },
    signal: { metric: 'error_rate', agg: 'ratio', window: 300 },
    condition: { type: 'threshold', op: '>', value: 0.1, clear: 0.05 },
    minSamples: 20,
    for: 60,
    keepFiringFor: 120,
    onNoData: 'ok',
    inhibitedBy: ['engine-down'],
  },
  {
    id: 'error-budget',
    name: 'The error budget burns fast',
    description: 'At this rate a month’s budget of one error in a hundred is gone in two days.',
    severity: 'critical',
    signal: { metric: 'error_rate', agg: 'ratio' },
    condition: {
      type: 'burnRate',
      objective: 0.99,
      factor: 14.4,
      longWindow: '1h',
      shortWindow: '5m',
      minRequests: 100,
    },
    every: 10,
    keepFiringFor: 120,
    onNoData: 'ok',
    inhibitedBy: ['engine-down', 'error-rate'],
  },
  {
    id: 'slow-answers',
    name: 'Answers are slow',
    severity: 'warning',
    scope: { engine: 'active' },
    signal: { metric: 'total_time', agg: 'p95', window: 300 },
    condition: { type: 'threshold', op: '>', value: 30, clear: 20 },
    minSamples: 20,
    for: 120,
    keepFiringFor: 120,
    onNoData: 'ok',
    inhibitedBy: ['engine-down'],
  },
  {
    id: 'slow-first-token',
    name: 'The first token comes late',
    severity: 'warning',
    scope: { engine: 'active' },
    signal: { metric: 'first_chunk', agg: 'p95', window: 300 },
    condition: { type: 'threshold', op: '>', value: 10, clear: 6 },
    minSamples: 20,
    for: 120,
    keepFiringFor: 120,
    onNoData: 'ok',
    inhibitedBy: ['engine-down'],
  },
  {
    id: 'cache-hit-rate',
    name: 'The cache finds less than an hour ago',
    severity: 'info',
    signal: { metric: 'cache.hit_rate', agg: 'ratio', window: 600 },
    condition: {
      type: 'change',
      baseline: { offset: '1h', window: '1h' },
      op: '<',
      factor: 0.6,
      clearFactor: 0.8,
      minDifference: 0.15,
    },
    minSamples: 50,
    every: 10,
    for: 300,
    keepFiringFor: 300,
    onNoData: 'ok',
    graceAfterSwitch: 600,
    graceAfterStart: 600,
    inhibitedBy: ['redis-down'],
  },
  {
    id: 'memory-lag',
    name: 'Memory falls behind',
    description: 'What was said is remembered late: the memory’s queue does not keep up.',
    severity: 'warning',
    signal: { metric: 'memory_lag', agg: 'max', window: 60 },
    condition: { type: 'threshold', op: '>', value: 60, clear: 30 },
    for: 60,
    keepFiringFor: 60,
    graceAfterSwitch: 0,
  },
];
