import type { ChatRequest } from './chat-request.js';

export const SAMPLES = ['curl', 'python', 'node'] as const;
export type Sample = (typeof SAMPLES)[number];

/** OpenAI's SDKs have no such arguments. */
const OWN = ['conversation_id', 'personality_id', 'engine', 'use_tools'] as const;

/**
 * The same request as a program sends it. The key comes from the environment, and stands nowhere.
 * @param origin of the service, such as `http://127.0.0.1:8000`
 */
export function codeSample(sample: Sample, origin: string, request: ChatRequest): string {
  switch (sample) {
    case 'curl':
      return curl(origin, request);
    case 'python':
      return python(origin, request);
    case 'node':
      return node(origin, request);
  }
}

function curl(origin: string, request: ChatRequest): string {
  // In single quotes nothing is special to a shell, but for the quote itself.
  const body = JSON.stringify(request, null, 2).replaceAll("'", String.raw`'\''`);
  return [
    `curl -N ${origin}/v1/chat/completions \\`,
    `  -H "Authorization: Bearer $YYCHAT_API_KEY" \\`,
    `  -H "Content-Type: application/json" \\`,
    `  -d '${body}'`,
  ].join('\n');
}

function node(origin: string, request: ChatRequest): string {
  const { rest, own } = split(request);
  // Values of `metadata` are strings.
  const metadata = Object.fromEntries(Object.entries(own).map(([name, value]) => [name, String(value)]));
  const body = { ...rest, ...(Object.keys(own).length > 0 && { metadata }) };
  return [
    `import OpenAI from 'openai';`,
    '',
    'const openai = new OpenAI({',
    `  baseURL: '${origin}/v1',`,
    '  apiKey: process.env.YYCHAT_API_KEY,',
    '});',
    `const stream = await openai.chat.completions.create(${literal(body, 0, NODE)});`,
    'for await (const chunk of stream) {',
    `  process.stdout.write(chunk.choices[0]?.delta.content ?? '');`,
    '}',
  ].join('\n');
}

function python(origin: string, request: ChatRequest): string {
  const { rest, own } = split(request);
  const body = { ...rest, ...(Object.keys(own).length > 0 && { extra_body: own }) };
  const named = Object.entries(body).map(([name, value]) => `    ${name}=${literal(value, 1, PYTHON, 4)},`);
  return [
    'import os',
    'from openai import OpenAI',
    '',
    `client = OpenAI(base_url="${origin}/v1", api_key=os.environ["YYCHAT_API_KEY"])`,
    'stream = client.chat.completions.create(',
    ...named,
    ')',
    'for chunk in stream:',
    '    if chunk.choices:',
    '        print(chunk.choices[0].delta.content or "", end="", flush=True)',
  ].join('\n');
}

function split(request: ChatRequest): {
  readonly rest: Readonly<Record<string, unknown>>;
  readonly own: Readonly<Record<string, unknown>>;
} {
  const isOwn = ([name]: readonly [string, unknown]) => OWN.some((field) => field === name);
  const fields = Object.entries(request);
  return {
    rest: Object.fromEntries(fields.filter((field) => !isOwn(field))),
    own: Object.fromEntries(fields.filter(isOwn)),
  };
}

interface Language {
  readonly key: (name: string) => string;
  readonly yes: string;
  readonly no: string;
}

const NODE: Language = { key: (name) => name, yes: 'true', no: 'false' };
const PYTHON: Language = { key: (name) => JSON.stringify(name), yes: 'True', no: 'False' };

/** A value as a language writes it. Its texts are those of JSON, which both know. */
function literal(value: unknown, depth: number, language: Language, indent = 2): string {
  const inside = ' '.repeat(indent * (depth + 1));
  const outside = ' '.repeat(indent * depth);
  if (value === true) return language.yes;
  if (value === false) return language.no;
  if (Array.isArray(value)) {
    const items = value.map((item) => `${inside}${literal(item, depth + 1, language, indent)},\n`);
    return `[\n${items.join('')}${outside}]`;
  }
  if (typeof value === 'object' && value !== null) {
    const short = Object.entries(value)
      .map(([name, item]) => `${language.key(name)}: ${literal(item, depth + 1, language, indent)}`)
      .join(', ');
    // Python's braces stand close, JavaScript's do not.
    if (!short.includes('\n') && short.length < 80) return language === NODE ? `{ ${short} }` : `{${short}}`;
    const items = Object.entries(value).map(
      ([name, item]) => `${inside}${language.key(name)}: ${literal(item, depth + 1, language, indent)},\n`,
    );
    return `{\n${items.join('')}${outside}}`;
  }
  return JSON.stringify(value);
}
