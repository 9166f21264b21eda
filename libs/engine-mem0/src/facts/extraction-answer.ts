import { EngineError } from '@yychat/engine-core';

/** From one batch of messages; a model that says more goes round in circles. */
const MOST_FACTS = 50;
/** UTF-16 units of one fact. */
const LONGEST_FACT = 2_000;

/** Thrown when a model's answer to mem0's prompt is not what the prompt demands. `code` is `extraction_garbled`. */
export class GarbledExtractionError extends EngineError {
  override readonly name = 'GarbledExtractionError';
  constructor(why: string, cause?: unknown) {
    super(`The model did not extract facts as it was told: ${why}.`, {
      ...{ status: 502, code: 'extraction_garbled', type: 'upstream_error' },
      // A parser quotes what it could not read, and that is what a user said.
      ...(cause instanceof Error && { cause: { name: cause.name } }),
    });
  }
}

interface ExtractedFact {
  readonly id: string;
  readonly text: string;
  readonly attributed_to?: 'user' | 'assistant';
}

/**
 * The answer as mem0 3.3.1 reads it, with nothing in it that it would stumble over: mem0 takes an answer that it cannot read for
 * one that says there is nothing to remember.
 * @throws GarbledExtractionError for what is no JSON, or no list of facts
 */
export function extractionAnswer(said: string): string {
  const answer = read(said);
  const given =
    typeof answer === 'object' && answer !== null && 'memory' in answer ? answer.memory : undefined;
  if (!Array.isArray(given)) throw new GarbledExtractionError('there is no list of facts');
  const memory = given.map(factOf).filter((fact) => fact !== undefined);
  if (memory.length === 0 && given.length > 0) throw new GarbledExtractionError('no fact has a text');
  return JSON.stringify({ memory: memory.slice(0, MOST_FACTS) });
}

function factOf(given: unknown, position: number): ExtractedFact | undefined {
  const { text, attributed_to: speaker } =
    typeof given === 'string'
      ? { text: given, attributed_to: undefined }
      : ((given ?? {}) as Record<string, unknown>);
  if (typeof text !== 'string' || text.trim() === '') return undefined;
  return {
    id: String(position),
    // PostgreSQL takes no NUL in its JSON.
    text: text.slice(0, LONGEST_FACT).toWellFormed().replaceAll('\0', ''),
    ...((speaker === 'user' || speaker === 'assistant') && { attributed_to: speaker }),
  };
}

/** The JSON in what a model said: alone, in a code block, or after its thoughts. */
function read(said: string): unknown {
  const text = said.replaceAll(/<think>[\s\S]*?<\/think>/g, '').trim();
  const block = /```(?:\w+)?\s*([\s\S]*?)```/.exec(text)?.[1] ?? text;
  try {
    return JSON.parse(block);
  } catch (cause) {
    const [start, end] = [block.indexOf('{'), block.lastIndexOf('}')];
    if (start < 0 || end < start) throw new GarbledExtractionError('it is no JSON', cause);
    try {
      return JSON.parse(block.slice(start, end + 1));
    } catch (inner) {
      throw new GarbledExtractionError('it is no JSON', inner);
    }
  }
}
