import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import OpenAI from 'openai';
import { startSimulator, type Simulator } from '../simulator.js';

const SYSTEM = '\n# ROLE\n\nYou are a Memory Extractor — a precise processor.';

/** The prompt as mem0ai 3.3.1 writes it. */
const prompt = (said: string): string =>
  `## Summary\n\n\n## Last k Messages\nuser: I had a cat.\n\n\n## Existing Memories\n[]\n\n## New Messages\n${said}\n\n## Observation Date\n2026-11-22\n\n# Output:`;

describe.each([true, false])('asked by mem0 what to remember (demo: %s)', (demo) => {
  let simulator: Simulator;
  let openai: OpenAI;
  beforeAll(async () => {
    simulator = await startSimulator({ demo });
    openai = new OpenAI({ baseURL: simulator.baseURL, apiKey: 'none', maxRetries: 0 });
  });
  afterAll(() => simulator.close());

  async function answer(system: string, user: string): Promise<string> {
    const { choices } = await openai.chat.completions.create({
      model: 'gpt-4.1',
      messages: [
        { role: 'system', content: system },
        { role: 'user', content: user },
      ],
      response_format: { type: 'json_object' },
    });
    return choices[0]!.message.content ?? '';
  }

  const texts = (said: string): string[] =>
    (JSON.parse(said) as { memory: { text: string }[] }).memory.map(({ text }) => text);

  it('gives the statements of the user in the new messages', async () => {
    const said = await answer(
      SYSTEM,
      prompt(
        'user: I live in Ulm. Where is it?\nMy dog is Rex!\nassistant: Ulm is in Germany.\nuser: 我喜欢茶。',
      ),
    );
    expect(texts(said)).toEqual(['I live in Ulm.', 'My dog is Rex!', '我喜欢茶。']);
  });

  it('gives none where nothing was stated', async () => {
    expect(texts(await answer(SYSTEM, prompt('user: What is my name?')))).toEqual([]);
  });

  it('answers others as ever', async () => {
    expect(await answer('You are kind.', prompt('user: I live in Ulm.'))).not.toContain('"memory"');
  });
});
