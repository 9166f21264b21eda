import fc from 'fast-check';

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

const weather = {
  type: 'function',
  function: {
    name: 'weather',
    description: 'The weather.',
    strict: false,
    parameters: {
      type: 'object',
      properties: { city: { type: 'string' }, days: { type: 'array', items: { type: 'integer' } } },
      required: ['city'],
    },
  },
};
const called = {
  role: 'assistant',
  content: null,
  tool_calls: [
    { id: 'call_1', type: 'function', function: { name: 'weather', arguments: '{"city":"上海"}' } },
    { id: 'call_2', type: 'function', function: { name: 'weather', arguments: '{}' } },
  ],
};

/** Bodies that are right, and between them use all that can be used. */
const right: readonly Json[] = [
  { messages: [{ role: 'user', content: 'hi' }] },
  {
    model: 'gpt-4.1',
    messages: [
      { role: 'system', content: 'Be brief.' },
      { role: 'user', content: 'What is 1 + 1?', name: 'ann' },
      { role: 'assistant', content: '2' },
      { role: 'user', content: [{ type: 'text', text: 'And 2 + 2?' }] },
    ],
    stream: true,
    stream_options: { include_usage: true },
    temperature: 0.5,
    top_p: 1,
    max_completion_tokens: 100,
    stop: ['\n', 'END'],
    seed: 7,
    user: 'ann',
  },
  {
    model: 'gpt-4.1',
    messages: [
      { role: 'developer', content: [{ type: 'text', text: 'Use tools.' }] },
      { role: 'user', content: 'Weather?' },
      called,
      { role: 'tool', tool_call_id: 'call_1', content: '{"sun":true}' },
      { role: 'tool', tool_call_id: 'call_2', content: [{ type: 'text', text: 'rain' }] },
    ],
    tools: [weather],
    tool_choice: { type: 'function', function: { name: 'weather' } },
    parallel_tool_calls: true,
    use_tools: true,
  },
  {
    model: 'gpt-4.1',
    messages: [
      {
        role: 'user',
        content: [
          { type: 'text', text: 'What is this?' },
          { type: 'image_url', image_url: { url: 'https://example.com/a.png', detail: 'low' } },
        ],
      },
    ],
    n: 2,
    max_tokens: 10,
    use_tools: false,
    logprobs: true,
    top_logprobs: 2,
    logit_bias: { 50256: -100 },
    response_format: { type: 'json_object' },
    presence_penalty: 0,
    frequency_penalty: 0.1,
    store: true,
    metadata: { purpose: 'test' },
  },
  {
    messages: [{ role: 'user', content: '你好 😀' }],
    metadata: {
      conversation_id: 'c1',
      personality_id: 'friendly',
      use_tools: 'true',
      engine: 'chat_engine',
    },
    stream: false,
    tool_choice: 'auto',
    tools: [weather],
  },
  {
    messages: [{ role: 'user', content: 'hi' }],
    conversation_id: 'c2',
    personality_id: 'professional',
    engine: 'chat_engine',
    stream: true,
  },
];

const words = fc.constantFrom(
  '',
  '\u0000',
  '\ud800',
  'a\udfff',
  '\uffff',
  '😀',
  '__proto__',
  'constructor',
  'true',
  '0',
  'user',
  'tool',
  'assistant',
  'function',
  'call_1',
  'weather',
  'calculator',
  '../../etc/passwd',
  'x'.repeat(300),
);
const numbers = fc.constantFrom(0, -0, -1, 1, 0.5, 1e21, -1e-7, 2 ** 31, 2 ** 53, Number.MAX_VALUE);
const keys = fc.constantFrom(
  ...[
    'role',
    'content',
    'name',
    'type',
    'text',
    'function',
    'parameters',
    'arguments',
    'id',
    'index',
    'model',
  ],
  ...[
    'tool_calls',
    'tool_call_id',
    'tools',
    'tool_choice',
    'stream',
    'user',
    'metadata',
    'n',
    'functions',
    'audio',
  ],
  ...[
    'use_tools',
    'engine',
    'personality_id',
    'function_call',
    'stream_options',
    'response_format',
    'refusal',
  ],
  ...['__proto__', 'constructor', 'toString', '', '\ud800', '你'],
);
const anything = fc.oneof(
  { weight: 3, arbitrary: words },
  { weight: 2, arbitrary: numbers },
  { weight: 2, arbitrary: fc.constantFrom(null, true, false, [], {}) },
  { weight: 1, arbitrary: fc.jsonValue({ maxDepth: 3 }) },
  {
    weight: 1,
    arbitrary: fc.dictionary(keys, fc.oneof(words, numbers), { maxKeys: 3, noNullPrototype: true }),
  },
  { weight: 1, arbitrary: fc.array(fc.oneof(words, numbers), { maxLength: 3 }) },
) as fc.Arbitrary<Json>;

/** One thing done to a body, somewhere in it. */
const change = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('put' as const), value: anything }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('drop' as const) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('add' as const), key: keys, value: anything }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('wrap' as const) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('text' as const) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('twice' as const) }) },
);
type Change = typeof change extends fc.Arbitrary<infer T> ? T : never;

const somewhere = fc.record({ where: fc.noBias(fc.nat({ max: 9_999 })), change });

/** JSON texts of chat requests, most of them wrong. About one in fifty is no JSON. */
export const fuzzedBodies: fc.Arbitrary<string> = fc
  .record({
    body: fc.constantFrom(...right),
    changes: fc.oneof(
      { weight: 3, arbitrary: fc.tuple(somewhere) },
      { weight: 1, arbitrary: fc.tuple(somewhere, somewhere) },
    ),
    cut: fc.oneof({ weight: 49, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: fc.nat() }),
  })
  .map(({ body, changes, cut }) => {
    const holder: { body: Json } = { body: structuredClone(body) };
    for (const one of changes) apply(holder, one.where, one.change);
    const text = JSON.stringify(holder.body);
    return cut === null ? text : text.slice(0, cut % text.length);
  });

interface Place {
  readonly parent: Record<string, Json>;
  readonly key: string;
}

/** Where something can be done: every value of the body, and the body. */
function places(holder: { body: Json }): Place[] {
  const found: Place[] = [];
  const walk = (parent: Record<string, Json>) => {
    for (const key of Object.keys(parent)) {
      found.push({ parent, key });
      const value = parent[key];
      if (typeof value === 'object' && value !== null) walk(value as Record<string, Json>);
    }
  };
  walk(holder);
  return found;
}

function apply(holder: { body: Json }, where: number, how: Change): void {
  const all = places(holder);
  // The whole body is changed least: what is no object is refused in one place.
  const { parent, key } = all[where % 40 === 0 ? 0 : 1 + (where % Math.max(1, all.length - 1))] ?? all[0]!;
  const value = parent[key] as Json;
  if (how.kind === 'put') set(parent, key, how.value);
  else if (how.kind === 'wrap') set(parent, key, [value]);
  else if (how.kind === 'text') set(parent, key, JSON.stringify(value));
  else if (how.kind === 'add') {
    if (typeof value === 'object' && value !== null) set(value as Record<string, Json>, how.key, how.value);
    else set(parent, key, { [how.key]: how.value });
  } else if (how.kind === 'twice') {
    if (Array.isArray(parent)) set(parent, 'last', value);
    else set(parent, key, [value, value]);
  } else if (Array.isArray(parent)) parent.splice(Number(key), 1);
  else if (parent !== (holder as unknown)) Reflect.deleteProperty(parent, key);
}

/** Sets `__proto__` as a key like any other. */
function set(parent: Record<string, Json>, key: string, given: Json): void {
  // What is generated may be used more than once.
  const value = structuredClone(given);
  if (Array.isArray(parent) && !/^\d+$/.test(key)) parent.push(value);
  else Object.defineProperty(parent, key, { value, enumerable: true, configurable: true, writable: true });
}
