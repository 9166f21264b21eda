import { describe, expect, it } from '@jest/globals';
import { compileArguments } from './argument-check.js';
import { echoTool } from './fixtures/tools.js';

const { definition } = echoTool();

describe('compileArguments', () => {
  it('says nothing of arguments that fit', () => {
    expect(compileArguments(definition)({ text: 'a', times: 2 })).toBeUndefined();
  });

  it('says which argument is wrong, and how', () => {
    const check = compileArguments(definition);
    expect(check({ text: 'a', times: 9 })).toBe('times must be <= 3');
    expect(check({})).toBe("the arguments must have required property 'text'");
    expect(check({ text: 'a', colour: 'red' })).toBe('the arguments must not have "colour"');
  });

  it('names what is allowed, and the place within nested arguments', () => {
    const check = compileArguments({
      ...definition,
      parameters: {
        type: 'object',
        properties: { list: { type: 'array', items: { enum: ['a', 'b'] } }, 'a/b': { const: 1 } },
      },
    });
    expect(check({ list: ['a', 'c'] })).toBe('list.1 must be one of ["a","b"]');
    expect(check({ 'a/b': 2 })).toBe('a/b must be 1');
  });

  it('tells of all problems, up to a bound', () => {
    const check = compileArguments({
      ...definition,
      parameters: { type: 'object', additionalProperties: { type: 'string' } },
    });
    const args = Object.fromEntries(Array.from({ length: 9 }, (_, i) => [`a${String(i)}`, i]));
    expect(check(args)).toMatch(/^a0 must be string; .*; and 4 more problems$/);
  });

  it('lets two definitions have the same $id', () => {
    const parameters = { ...definition.parameters, $id: 'https://example.org/args' };
    expect(compileArguments({ ...definition, parameters })({ text: 'a' })).toBeUndefined();
    expect(compileArguments({ ...definition, parameters })({ text: 1 })).toBe('text must be string');
  });

  it('compiles nothing before the first call', () => {
    const check = compileArguments({ ...definition, parameters: { type: 'object', $ref: '#/no' } });
    expect(() => check({})).toThrow(/#\/no/);
  });
});
