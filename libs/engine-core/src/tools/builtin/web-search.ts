import { InvalidToolError, ToolExecutionError } from '../../errors.js';
import type { Tool } from '../../ports/tool-source.js';
import { cutText } from '../output-bound.js';
import { readBounded } from './bounded-body.js';

export interface WebSearchOptions {
  /** Of https://tavily.com. Goes into the `Authorization` header and nowhere else. */
  readonly apiKey: string;
  /** `https://api.tavily.com` unless given. */
  readonly baseURL?: string;
  /** The global one unless given. */
  readonly fetch?: typeof fetch;
}

const MAX_RESULTS = 10;
const MAX_QUERY = 400;
const MAX_RESPONSE = 1_048_576;
const MAX_TITLE = 200;
const MAX_URL = 500;
const MAX_SNIPPET = 600;
const TIMEOUT = 10_000;

/**
 * Web search by Tavily. Source: https://docs.tavily.com/documentation/api-reference/endpoint/search
 *
 * @throws InvalidToolError when the key could not be sent as a header, or the URL is none.
 */
export function createWebSearch(options: WebSearchOptions): Tool {
  const { apiKey, baseURL = 'https://api.tavily.com', fetch: request = fetch } = options;
  if (!/^[\x21-\x7e]+$/.test(apiKey))
    throw new InvalidToolError('web_search', 'its API key is empty or not ASCII');
  if (!URL.canParse(baseURL)) throw new InvalidToolError('web_search', 'its base URL is not a URL');
  const url = `${baseURL.replace(/\/+$/, '')}/search`;
  return {
    source: 'builtin',
    timeout: TIMEOUT,
    definition: {
      name: 'web_search',
      description:
        'Searches the web for current information. Answers with titles, URLs and snippets to cite.',
      parameters: {
        type: 'object',
        properties: {
          query: { type: 'string', minLength: 1, maxLength: MAX_QUERY, description: 'What to search for.' },
          max_results: {
            type: 'integer',
            minimum: 1,
            maximum: MAX_RESULTS,
            description: 'How many results at most; 5 unless given.',
          },
        },
        required: ['query'],
        additionalProperties: false,
      },
    },
    async execute(args, { signal }) {
      const limit = typeof args['max_results'] === 'number' ? args['max_results'] : 5;
      const body = JSON.stringify({ query: args['query'], max_results: limit, search_depth: 'basic' });
      // Neither what fetch throws nor what the service answers is told on: either may quote the header.
      const answer = await search(request, url, apiKey, body, signal);
      return toText(answer, limit);
    },
  };
}

async function search(
  request: typeof fetch,
  url: string,
  apiKey: string,
  body: string,
  signal: AbortSignal,
): Promise<unknown> {
  let response: Response;
  try {
    response = await request(url, {
      method: 'POST',
      headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' },
      body,
      signal,
      redirect: 'error',
    });
  } catch {
    throw new ToolExecutionError('The search service cannot be reached.', { code: 'web_search_unreachable' });
  }
  if (!response.ok) {
    await response.body?.cancel();
    const reason =
      response.status === 429 ? 'is busy; try again later' : `answered with HTTP ${String(response.status)}`;
    throw new ToolExecutionError(`The search service ${reason}.`, { code: 'web_search_failed' });
  }
  try {
    return JSON.parse(await readBounded(response, MAX_RESPONSE));
  } catch {
    throw new ToolExecutionError('The answer of the search service cannot be read.', {
      code: 'web_search_failed',
    });
  }
}

function toText(answer: unknown, limit: number): string {
  const results = field(answer, 'results');
  if (!Array.isArray(results)) {
    throw new ToolExecutionError('The answer of the search service cannot be read.', {
      code: 'web_search_failed',
    });
  }
  if (results.length === 0) return 'No results.';
  return results
    .slice(0, limit)
    .map((result: unknown, index) => {
      const title = compact(field(result, 'title'), MAX_TITLE) || '(no title)';
      const lines = [compact(field(result, 'url'), MAX_URL), compact(field(result, 'content'), MAX_SNIPPET)];
      return [`${String(index + 1)}. ${title}`, ...lines.filter((line) => line !== '')].join('\n   ');
    })
    .join('\n');
}

function field(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined;
}

function compact(value: unknown, limit: number): string {
  if (typeof value !== 'string') return '';
  const text = value.replaceAll(/\s+/g, ' ').trim();
  return text.length > limit ? `${cutText(text, limit - 1)}…` : text;
}
