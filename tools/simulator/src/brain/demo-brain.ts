import { textPieces } from '../chat/text.js';
import { isObject, type JsonObject } from '../json.js';
import type { Brain } from './brain.js';
import { demoContext } from './demo-context.js';
import { demoToolCalls } from './demo-tools.js';
import { demoText } from './demo-words.js';
import { extractMemories } from './memory-extractor.js';
import { exampleOf } from './schema-example.js';

/** Time between two words, ms. */
const GAP = 25;

/** Says that it is a demo and what it was given; calls a calculator and a clock when asked to and offered them. */
export const demoBrain: Brain = (request) => {
  const extracted = extractMemories(request);
  if (extracted) return extracted;
  const context = demoContext(request.messages);
  const toolCalls = context.results.length > 0 ? [] : demoToolCalls(request, context.asked);
  if (toolCalls.length > 0) return { pieces: [], toolCalls, gap: GAP };
  const text = demoText(context);
  return { pieces: textPieces(asFormat(request.responseFormat, text)), gap: GAP };
};

/** The text as JSON, when the request wants JSON. */
function asFormat({ type, json_schema: wanted }: JsonObject, text: string): string {
  if (type === 'json_object') return JSON.stringify({ demo: true, message: text });
  if (type === 'json_schema' && isObject(wanted)) return JSON.stringify(exampleOf(wanted['schema'], text));
  return text;
}
