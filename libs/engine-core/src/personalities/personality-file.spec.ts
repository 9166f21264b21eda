import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { InvalidPersonalityError } from './invalid-personality-error.js';
import { parsePersonality } from './personality-file.js';

const base = { id: 'friendly', name: '小友', system_prompt: '你是一个热情的伙伴。' };
const parse = (changes: object) => parsePersonality('friendly.json', JSON.stringify({ ...base, ...changes }));

describe('parsePersonality', () => {
  it('needs no more than an id, a name and a prompt', () => {
    expect(parse({})).toEqual({ id: 'friendly', name: '小友', systemMessage: '你是一个热情的伙伴。' });
  });

  it('composes prompt, traits and examples in the language of the prompt', () => {
    const traits = ['耐心', '爱开玩笑'];
    const examples = [{ user: '你好', assistant: '你好呀！' }];
    expect(parse({ traits, examples }).systemMessage).toBe(
      '你是一个热情的伙伴。\n\n你的特点：\n- 耐心\n- 爱开玩笑\n\n以下示例只用来说明你的风格，不属于当前对话：\n\n用户：你好\n你：你好呀！',
    );
    expect(parse({ system_prompt: 'You are kind to 小友.', traits, examples }).systemMessage).toBe(
      'You are kind to 小友.\n\nYour traits:\n- 耐心\n- 爱开玩笑\n\nExamples of your style, not part of the conversation:\n\nUser: 你好\nYou: 你好呀！',
    );
  });

  it('reads examples that are one text each, and passes over instructions for speech', () => {
    const examples = ['用户: 你好\n助手: 你好呀！\n今天怎么样？', 'User: Hi\nAssistant: Hello'];
    expect(parse({ examples, realtime_instructions: '用中文' }).systemMessage).toMatch(
      /用户：你好\n你：你好呀！\n今天怎么样？\n\n用户：Hi\n你：Hello$/,
    );
  });

  it('allows all tools unless it says which', () => {
    expect(parse({}).allowedTools).toBeUndefined();
    expect(parse({ allowed_tools: [] }).allowedTools).toEqual(new Map());
  });

  it('shows tools with its own description, if it has one', () => {
    const allowed_tools = [
      { tool_name: 'calculator', description: '计算 BMI' },
      { tool_name: 'files__read' },
    ];
    expect(parse({ allowed_tools }).allowedTools).toEqual(
      new Map([
        ['calculator', '计算 BMI'],
        ['files__read', undefined],
      ]),
    );
  });

  it.each<[object, string]>([
    [{ id: undefined }, 'id must be a text'],
    [{ id: 'Friendly' }, 'id must match ^[a-z0-9_-]{1,64}$'],
    [{ id: 'a'.repeat(65) }, 'id must have at most 64 characters'],
    [{ name: '' }, 'name must be a text that is not empty'],
    [{ name: 'n'.repeat(101) }, 'name must have at most 100 characters'],
    [{ system_prompt: 5 }, 'system_prompt must be a text'],
    [{ traits: 'kind' }, 'traits must be a list'],
    [{ traits: ['kind', ' '] }, 'traits[1] must be a text that is not empty'],
    [{ examples: {} }, 'examples must be a list'],
    [{ examples: ['hi'] }, 'examples[0] must be an object'],
    [{ examples: [{ user: 'a' }] }, 'examples[0].assistant must be a text'],
    [{ examples: [{ user: 'a', assistant: 'b', system: 'c' }] }, 'examples[0] has a field "system"'],
    [{ allowed_tools: 'all' }, 'allowed_tools must be a list'],
    [{ allowed_tools: null }, 'allowed_tools must be a list'],
    [{ allowed_tools: ['calculator'] }, 'allowed_tools[0] must be an object'],
    [{ allowed_tools: [{}] }, 'allowed_tools[0].tool_name must be a text'],
    [{ allowed_tools: [{ tool_name: 'a b' }] }, 'allowed_tools[0].tool_name must match'],
    [
      { allowed_tools: [{ tool_name: 'a' }, { tool_name: 'a' }] },
      'allowed_tools[1].tool_name names "a" a second time',
    ],
    [{ allowed_tools: [{ tool_name: 'a', description: 1 }] }, 'allowed_tools[0].description must be a text'],
    [{ alowed_tools: [] }, 'the file has a field "alowed_tools" that is not known'],
  ])('refuses %j', (changes, problem) => {
    expect(() => parse(changes)).toThrow(InvalidPersonalityError);
    expect(() => parse(changes)).toThrow(`friendly.json: ${problem}`);
  });

  it.each(['', '{', 'null', '[]', '"text"'])('refuses %j', (text) => {
    expect(() => parsePersonality('friendly.json', text)).toThrow(/^friendly\.json: /);
  });

  it('either reads a file or says what is wrong with it', () => {
    const field = fc.oneof(fc.string(), fc.jsonValue());
    const file = fc.record(
      {
        id: fc.oneof(fc.constant('a'), field),
        name: field,
        system_prompt: field,
        traits: field,
        allowed_tools: field,
      },
      { requiredKeys: ['id', 'name', 'system_prompt'] },
    );
    fc.assert(
      fc.property(file, (value) => {
        try {
          return parsePersonality('a.json', JSON.stringify(value)).systemMessage !== '';
        } catch (error) {
          return error instanceof InvalidPersonalityError;
        }
      }),
    );
  });
});
