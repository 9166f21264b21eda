const WINDOWS = ['1m', '2m', '5m', '10m', '30m', '1h', '6h', '24h'];
const SIGNALS = [
  ['total_time', 'p95'],
  ['total_time', 'p99'],
  ['first_chunk', 'p95'],
  ['openai_api', 'avg'],
  ['memory_retrieval', 'p99'],
  ['error_rate', 'ratio'],
  ['cancel_rate', 'ratio'],
  ['cache.hit_rate', 'ratio'],
  ['requests', 'rate'],
];
const SCOPES = [
  {},
  { engine: 'active' },
  { engine: 'each' },
  { engine: 'chat_engine' },
  { model: 'model-1' },
  { engine: 'mem0_proxy', model: 'model-2' },
];

/**
 * Rules as people would write them who cannot decide: of every kind, over all windows, for all and for some. None fires.
 * @param {number} count
 * @returns {import('@yychat/protocol').AlertRuleInput[]}
 */
export function manyRules(count) {
  return Array.from({ length: count }, (_, i) => {
    const [metric = '', agg = 'avg'] = SIGNALS[i % SIGNALS.length] ?? [];
    const window = WINDOWS[Math.floor(i / SIGNALS.length) % WINDOWS.length] ?? '1m';
    const scope = SCOPES[Math.floor(i / (SIGNALS.length * 2)) % SCOPES.length] ?? {};
    const rule = /** @type {import('@yychat/protocol').AlertRuleInput} */ ({
      id: `rule-${i}`,
      name: `Rule ${i}`,
      scope,
      signal: { metric, agg, window },
      condition: { type: 'threshold', op: '>', value: 1e6 },
      for: '1m',
      channels: [],
    });
    if (i % 10 === 3)
      return { ...rule, condition: { type: 'change', baseline: { offset: '1h' }, op: '>', factor: 1e5 } };
    if (i % 10 !== 7) return rule;
    return {
      ...rule,
      signal: { metric: 'error_rate', agg: 'ratio' },
      condition: {
        ...{ type: 'burnRate', objective: 0.999, factor: 900, minRequests: 10 },
        ...{ longWindow: '1h', shortWindow: '5m' },
      },
    };
  });
}
