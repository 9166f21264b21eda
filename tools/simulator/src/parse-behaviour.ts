import { invalid } from './api-error.js';
import type { Behaviour } from './behaviour.js';
import { isObject, type JsonObject } from './json.js';

/** @returns what is wrong with a value, `undefined` when nothing is */
type Check = (value: unknown, at: string) => string | undefined;

const boolean: Check = (value, at) =>
  typeof value === 'boolean' ? undefined : `${at} must be true or false`;
const string: Check = (value, at) => (typeof value === 'string' ? undefined : `${at} must be a string`);
const object: Check = (value, at) => (isObject(value) ? undefined : `${at} must be an object`);

function number(least: number, most = Number.MAX_SAFE_INTEGER, whole = false): Check {
  const what = whole ? 'a whole number' : 'a number';
  const range = most === Number.MAX_SAFE_INTEGER ? `${least} or more` : `from ${least} to ${most}`;
  return (value, at) => {
    const ok =
      typeof value === 'number' && value >= least && value <= most && (!whole || Number.isInteger(value));
    return ok ? undefined : `${at} must be ${what}, ${range}`;
  };
}

function either(what: string, ...checks: readonly Check[]): Check {
  return (value, at) =>
    checks.some((check) => check(value, at) === undefined) ? undefined : `${at} must be ${what}`;
}

function list(item: Check): Check {
  return (value, at) => {
    if (!Array.isArray(value)) return `${at} must be an array`;
    return first(value.map((entry: unknown, index) => item(entry, `${at}[${index}]`)));
  };
}

function fields(checks: Readonly<Record<string, Check>>, required: readonly string[] = []): Check {
  return (value, at) => {
    if (!isObject(value)) return `${at} must be an object`;
    const missing = required.find((name) => !(name in value));
    if (missing !== undefined) return `${at}.${missing} is missing`;
    return first(
      Object.entries(value).map(([name, entry]) => {
        const check = Object.hasOwn(checks, name) ? checks[name] : undefined;
        return check ? check(entry, `${at}.${name}`) : `${at}.${name} is not known`;
      }),
    );
  };
}

const isNull: Check = (value, at) => (value === null ? undefined : `${at} must be null`);
const exactly =
  (expected: string): Check =>
  (value, at) =>
    value === expected ? undefined : `${at} must be '${expected}'`;
const texts: Check = (value, at) =>
  isObject(value)
    ? first(Object.entries(value).map(([name, text]) => string(text, `${at}.${name}`)))
    : object(value, at);

const MS = number(0);
const COUNT = number(0, Number.MAX_SAFE_INTEGER, true);
const POINT = fields({ afterChunks: COUNT }, ['afterChunks']);

const BEHAVIOUR = fields({
  latency: MS,
  firstChunk: MS,
  gap: MS,
  reply: either('a string or an array of strings', string, list(string)),
  chunks: number(0, 1_000_000, true),
  toolCalls: list(
    fields({ name: string, arguments: either('a string or an object', string, object), id: string }, [
      'name',
      'arguments',
    ]),
  ),
  finishReason: string,
  usage: either('an object or null', object, isNull),
  extra: fields({ delta: object, choice: object, chunk: object }),
  error: fields(
    {
      status: number(400, 599, true),
      code: string,
      type: string,
      message: string,
      param: either('a string or null', string, isNull),
      headers: texts,
      body: string,
    },
    ['status'],
  ),
  streamError: fields({ afterChunks: COUNT, message: string }, ['afterChunks']),
  cut: POINT,
  end: POINT,
  refuse: boolean,
  malformed: fields({ afterChunks: COUNT, text: string }, ['afterChunks']),
  silence: either("'headers' or {afterChunks}", exactly('headers'), POINT),
  splitBytes: number(1, Number.MAX_SAFE_INTEGER, true),
  crlf: boolean,
  comments: boolean,
  noRole: boolean,
} satisfies Record<keyof Behaviour, Check>);

/**
 * A behaviour that came over HTTP.
 * @param at - what to call it in the error
 * @throws ApiError 400 that names the field that is wrong
 */
export function parseBehaviour(value: unknown, at: string): Behaviour {
  const problem = BEHAVIOUR(value, at);
  if (problem !== undefined) throw invalid(`${problem}.`, problem.split(' ')[0], 'invalid_behaviour');
  return value as Behaviour;
}

/** The behaviour that a request carries itself: the body's `sim`, or the header `x-sim`. */
export function ownBehaviour(body: JsonObject, header: string | string[] | undefined): Behaviour | undefined {
  if (body['sim'] !== undefined) return parseBehaviour(body['sim'], 'sim');
  if (typeof header !== 'string') return undefined;
  let parsed: unknown;
  try {
    parsed = JSON.parse(header);
  } catch {
    throw invalid('x-sim must be JSON.', 'x-sim', 'invalid_behaviour');
  }
  return parseBehaviour(parsed, 'x-sim');
}

function first(problems: readonly (string | undefined)[]): string | undefined {
  return problems.find((problem) => problem !== undefined);
}
