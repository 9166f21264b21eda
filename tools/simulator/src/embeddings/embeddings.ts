import { invalid, unsupported, wrongType } from '../api-error.js';
import { estimateTokens } from '../chat/usage.js';
import type { JsonObject } from '../json.js';
import { embed } from './embed.js';

type Input = string | readonly number[];

/** Most dimensions of a model; others have {@link DEFAULT_DIMENSIONS}. */
const DIMENSIONS: Readonly<Record<string, number>> = { 'text-embedding-3-large': 3072 };
const DEFAULT_DIMENSIONS = 1536;
const MOST_INPUTS = 2048;

/**
 * The body that answers `POST /v1/embeddings`.
 * @throws ApiError when the request has to be refused
 */
export function embeddingsJson(body: JsonObject): string {
  const { model, encoding_format: format = 'float' } = body;
  if (model === undefined || model === '') throw invalid('you must provide a model parameter');
  if (typeof model !== 'string') throw wrongType('model', 'a string', model);
  if (format !== 'float' && format !== 'base64')
    throw unsupported('encoding_format', ['float', 'base64'], format);
  const inputs = inputsOf(body['input']);
  const dimensions = dimensionsOf(body['dimensions'] ?? undefined, model);
  const tokens = inputs.reduce(
    (sum, input) => sum + (typeof input === 'string' ? estimateTokens(input) : input.length),
    0,
  );
  const data = inputs.map((input, index) => {
    const vector = embed(input, dimensions);
    const embedding =
      format === 'base64' ? Buffer.from(vector.buffer).toString('base64') : Array.from(vector);
    return { object: 'embedding', index, embedding };
  });
  return JSON.stringify({
    object: 'list',
    data,
    model,
    usage: { prompt_tokens: tokens, total_tokens: tokens },
  });
}

function inputsOf(input: unknown): readonly Input[] {
  if (isInput(input)) return [input];
  if (Array.isArray(input) && input.length > 0 && input.length <= MOST_INPUTS && input.every(isInput))
    return input;
  const text = `'$.input' is invalid: expected a string, token ids, or 1 to ${MOST_INPUTS} of either, none of them empty.`;
  throw invalid(text, 'input');
}

function isInput(value: unknown): value is Input {
  if (typeof value === 'string') return value !== '';
  return Array.isArray(value) && value.length > 0 && value.every((token) => Number.isInteger(token));
}

function dimensionsOf(value: unknown, model: string): number {
  const most = DIMENSIONS[model] ?? DEFAULT_DIMENSIONS;
  if (value === undefined) return most;
  if (model === 'text-embedding-ada-002') {
    throw invalid('This model does not support specifying dimensions.', 'dimensions');
  }
  if (typeof value !== 'number' || !Number.isInteger(value) || value < 1 || value > most) {
    throw invalid(`Invalid value for 'dimensions': expected an integer from 1 to ${most}.`, 'dimensions');
  }
  return value;
}
