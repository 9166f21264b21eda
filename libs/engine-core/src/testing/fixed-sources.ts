import type { Personality, PersonalitySource } from '../ports/personality-source.js';
import type { Tool, ToolSource } from '../ports/tool-source.js';

export function fixedTools(tools: readonly Tool[]): ToolSource {
  return {
    version: 1,
    list: () => tools,
    get: (name) => tools.find(({ definition }) => definition.name === name),
  };
}

export function fixedPersonalities(personalities: readonly Personality[]): PersonalitySource {
  return {
    version: 1,
    list: () => personalities,
    get: (id) => personalities.find((personality) => personality.id === id),
  };
}
