import type { Embedder, LLM } from 'mem0ai/oss';
import { calls, noted } from './call-context.ts';
import type { Question } from './protocol.js';

/** Asks the service something that mem0 wants to know, for the call under way. Rejects when it cannot say. */
export type Ask = (question: Question) => Promise<unknown>;

/** Nothing is asked any more for a call that has failed already. */
async function askFor(ask: Ask, question: Question): Promise<unknown> {
  const failure = calls.getStore()?.failure;
  if (failure) throw failure;
  try {
    return await ask(question);
  } catch (error) {
    throw noted(error);
  }
}

/** Days that a prompt of mem0's names, which are today's however old the messages are. */
const DATES = /(## (?:Observation|Current) Date\n)\d{4}-\d\d-\d\d/g;

/** The model that extracts facts. What it says was checked, and is JSON as mem0 wants it. */
export function handedInModel(ask: Ask): LLM {
  const generate = async (messages: readonly { role: string; content: unknown }[]): Promise<string> => {
    const date = calls.getStore()?.date;
    const said = messages.map(({ role, content }) => {
      const text = typeof content === 'string' ? content : JSON.stringify(content);
      return { role, content: date === undefined ? text : text.replaceAll(DATES, `$1${date}`) };
    });
    return (await askFor(ask, { kind: 'generate', messages: said })) as string;
  };
  return {
    generateResponse: generate,
    generateChat: async (messages) => ({ content: await generate(messages), role: 'assistant' }),
  };
}

/**
 * The embedding model. In a search, mem0 embeds the names in a question after the question itself, only to rank better: that may
 * fail.
 * @param asNumbers whether vectors are arrays of numbers, for stores that write them as JSON
 */
export function handedInEmbedder(ask: Ask, asNumbers: boolean): Embedder {
  const embedBatch: Embedder['embedBatch'] = async (texts, action) => {
    const question: Question = { kind: 'embed', texts, optional: action === 'search' };
    const vectors = (await askFor(ask, question)) as readonly Float32Array[];
    // Every store that is not ours takes numbers; ours takes both.
    return vectors.map((vector) => (asNumbers ? [...vector] : (vector as unknown as number[])));
  };
  return {
    embedBatch,
    embed: async (text, action) => {
      const question: Question = { kind: 'embed', texts: [text], optional: false };
      const [vector] = (await askFor(ask, question)) as readonly Float32Array[];
      if (!vector) throw noted(new Error(`There is no vector to ${action ?? 'embed'}.`));
      return asNumbers ? [...vector] : (vector as unknown as number[]);
    },
  };
}
