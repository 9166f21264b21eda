import { describe, expect, it } from '@jest/globals';
import { extractionAnswer, GarbledExtractionError } from './extraction-answer.js';

const read = (said: string): unknown => (JSON.parse(extractionAnswer(said)) as { memory: unknown }).memory;
const one = { id: '0', text: 'User lives in Ulm' };

describe('what a model extracted', () => {
  it.each<[string, string]>([
    ['alone', '{"memory":[{"id":"0","text":"User lives in Ulm"}]}'],
    ['in a block of code', 'Here:\n```json\n{"memory":[{"text":"User lives in Ulm"}]}\n```\nDone.'],
    ['after thoughts', '<think>{"memory": [1]}</think>{"memory":[{"text":"User lives in Ulm"}]}'],
    ['among words', 'I found {"memory":[{"text":"User lives in Ulm"}]} for you.'],
    ['as texts', '{"memory":["User lives in Ulm"]}'],
    [
      'with fields of other types',
      '{"memory":[{"id":7,"text":"User lives in Ulm","attributed_to":"nobody","linked_memory_ids":"x"}]}',
    ],
  ])('is read %s', (_, said) => {
    expect(read(said)).toEqual([one]);
  });

  it('keeps who it is about', () => {
    expect(read('{"memory":[{"text":"A","attributed_to":"assistant"}]}')).toEqual([
      { id: '0', text: 'A', attributed_to: 'assistant' },
    ]);
  });

  it('is nothing where the model says so', () => {
    expect(read('{"memory":[]}')).toEqual([]);
  });

  it.each<[string, string]>([
    ['no JSON', 'Sorry, I cannot.'],
    ['nothing at all', ''],
    ['cut JSON', '{"memory":[{"text":"User lives'],
    ['another object', '{"facts":["User lives in Ulm"]}'],
    ['a list', '["User lives in Ulm"]'],
    ['null', 'null'],
    ['no list', '{"memory":"User lives in Ulm"}'],
    ['a list without texts', '{"memory":[{"id":"0"},{"text":""},7]}'],
  ])('is garbled when it is %s', (_, said) => {
    expect(() => read(said)).toThrow(GarbledExtractionError);
  });

  it('tells nothing of what was said when it is garbled', () => {
    try {
      read('{"memory": heliotrope');
    } catch (error) {
      expect(`${String(error)} ${JSON.stringify((error as Error).cause)}`).not.toContain('helio');
      return;
    }
    throw new Error('It was read.');
  });

  it('is bounded, and is text that any store takes', () => {
    const many = Array.from({ length: 80 }, () => ({ text: `a\0\uD800${'x'.repeat(5_000)}` }));
    const memory = read(JSON.stringify({ memory: many })) as { text: string }[];
    expect(memory).toHaveLength(50);
    for (const { text } of memory) {
      expect(text.length).toBeLessThanOrEqual(2_000);
      expect(text.isWellFormed() && !text.includes('\0')).toBe(true);
    }
  });
});
