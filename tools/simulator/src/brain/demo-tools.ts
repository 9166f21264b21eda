import type { ScriptedToolCall } from '../behaviour.js';
import type { ChatRequest } from '../chat/chat-request.js';
import type { ChatTool } from '../chat/tools.js';
import { isObject } from '../json.js';
import { findArithmetic } from './arithmetic.js';
import { exampleOf } from './schema-example.js';
import { asksForTime, zoneIn } from './time-question.js';

/** The tools that the demo calls for a question: those it understands, or one it is told to call. */
export function demoToolCalls(request: ChatRequest, asked: string): readonly ScriptedToolCall[] {
  const { tools, toolChoice, parallelToolCalls } = request;
  if (toolChoice === 'none') return [];
  const forced =
    typeof toolChoice === 'object' ? tools.filter(({ name }) => name === toolChoice.name) : undefined;
  const understood = (forced ?? tools).flatMap((tool) => understoodCall(tool, asked) ?? []);
  if (understood.length > 0) return parallelToolCalls ? understood : understood.slice(0, 1);
  const told = toolChoice === 'required' ? tools[0] : forced?.[0];
  return told
    ? [{ name: told.name, arguments: asArguments(exampleOf(told.parameters, asked || 'example')) }]
    : [];
}

function understoodCall(tool: ChatTool, asked: string): ScriptedToolCall | undefined {
  const properties = isObject(tool.parameters['properties']) ? tool.parameters['properties'] : {};
  if (tool.name === 'calculator' && 'expression' in properties) {
    const expression = findArithmetic(asked);
    return expression === undefined ? undefined : { name: tool.name, arguments: { expression } };
  }
  if (tool.name === 'current_time' && asksForTime(asked)) {
    const timezone = 'timezone' in properties ? zoneIn(asked) : undefined;
    return { name: tool.name, arguments: timezone === undefined ? {} : { timezone } };
  }
  return undefined;
}

function asArguments(value: unknown): object {
  return isObject(value) ? value : {};
}
