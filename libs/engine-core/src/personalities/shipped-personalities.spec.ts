import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ManualClock } from '../tools/fixtures/manual-clock.js';
import { PersonalityDirectory } from './personality-directory.js';

const directory = fileURLToPath(new URL('../../../../personalities', import.meta.url));
let personalities: PersonalityDirectory;
beforeAll(async () => {
  personalities = await PersonalityDirectory.load(directory, { clock: new ManualClock() });
});
afterAll(() => personalities.close());

const tools = (id: string): string[] | undefined => {
  const allowed = personalities.get(id)?.allowedTools;
  return allowed === undefined ? undefined : [...allowed.keys()].sort();
};

describe('the personalities of this repository', () => {
  it('are these three', () => {
    expect(personalities.list().map(({ id }) => id)).toEqual([
      'friendly',
      'health_assistant',
      'professional',
    ]);
  });

  it('speak Chinese, with traits and examples', () => {
    for (const { systemMessage } of personalities.list()) {
      expect(systemMessage).toContain('你的特点：');
      expect(systemMessage.match(/^用户：/gm)?.length).toBeGreaterThanOrEqual(2);
    }
  });

  it('use the tools that suit them', () => {
    expect(tools('friendly')).toBeUndefined();
    expect(tools('professional')).toEqual(['calculator', 'current_time', 'web_search']);
    expect(tools('health_assistant')).toEqual(['calculator', 'current_time', 'web_search']);
  });
});
