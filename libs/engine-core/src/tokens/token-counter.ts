import type { TokenCounter } from '../ports/token-counter.js';
import { boundedRuns } from './bounded-runs.js';

type Encoding = 'cl100k_base' | 'o200k_base';
type Count = (text: string) => number;

/** Characters after which the tokenizer's cache is emptied: its keys are slices that keep whole texts in memory. */
const CACHED_CHARACTERS = 1_000_000;

/** gpt-4 and gpt-3.5 with their variants, but not gpt-4o, gpt-4.1 or gpt-4.5. Source: tiktoken/model.py. */
const CL100K_MODEL = /^(?:ft:)?(?:gpt-4(?![.o\d])|gpt-3\.5|gpt-35)/;

/**
 * Loads a tokenizer for OpenAI's models; for others its counts are estimates. Before this is called nothing is in
 * memory; after it, some 25 MB of heap, and loading takes some 0.3 s.
 *
 * Counts are those of tiktoken, except where 65 letters that are not ASCII, or 257 characters that are, come without
 * a break: each such part may count a token more. Special tokens such as `<|endoftext|>` are plain text. A megabyte
 * takes from 40 ms (prose) to 1.3 s (random letters).
 */
export async function loadTokenCounter(): Promise<TokenCounter> {
  const [{ GptEncoding }, o200k, cl100k] = await Promise.all([
    import('gpt-tokenizer/GptEncoding'),
    import('gpt-tokenizer/bpeRanks/o200k_base'),
    import('gpt-tokenizer/bpeRanks/cl100k_base'),
  ]);
  const ranks = { o200k_base: o200k.default, cl100k_base: cl100k.default };
  const counts = new Map<Encoding, Count>();
  const countWith = (encoding: Encoding): Count => {
    let count = counts.get(encoding);
    if (count === undefined) {
      count = createCount(GptEncoding.getEncodingApi(encoding, () => ranks[encoding]));
      counts.set(encoding, count);
    }
    return count;
  };
  return {
    count: (text, model) => countWith(CL100K_MODEL.test(model) ? 'cl100k_base' : 'o200k_base')(text),
  };
}

interface Tokenizer {
  countTokens(text: string, options: { disallowedSpecial: Set<string> }): number;
  clearMergeCache(): void;
}

function createCount(tokenizer: Tokenizer): Count {
  const options = { disallowedSpecial: new Set<string>() };
  let cached = 0;
  return (text) => {
    let tokens = 0;
    for (const piece of boundedRuns(text)) tokens += tokenizer.countTokens(piece, options);
    cached += text.length;
    if (cached > CACHED_CHARACTERS) {
      tokenizer.clearMergeCache();
      cached = 0;
    }
    return tokens;
  };
}
