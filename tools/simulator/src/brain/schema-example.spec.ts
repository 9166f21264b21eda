import { describe, expect, it } from '@jest/globals';
import { exampleOf } from './schema-example.js';

describe('an example of a schema', () => {
  it.each([
    [{ type: 'object', properties: { a: { type: 'string' }, b: {} }, required: ['a'] }, { a: 'text' }],
    [{ type: 'object' }, {}],
    [
      { properties: { a: { type: 'integer', minimum: 2.5 } }, required: ['a', 'b'] },
      { a: 3, b: 'text' },
    ],
    [{ enum: ['x', 'y'] }, 'x'],
    [{ const: 4 }, 4],
    [{ type: 'number', default: 0.5 }, 0.5],
    [{ examples: [{ a: 1 }] }, { a: 1 }],
    [{ type: 'integer', exclusiveMinimum: 9 }, 10],
    [{ type: 'number', maximum: 0 }, 0],
    [{ type: 'boolean' }, false],
    [{ type: ['string', 'null'] }, 'text'],
    [{ type: 'null' }, null],
    [{ type: 'string', format: 'date' }, '2026-01-01'],
    [{ type: 'string', minLength: 6 }, 'textxx'],
    [{ type: 'string', maxLength: 2 }, 'te'],
    [{ type: 'array', items: { type: 'string' }, minItems: 2 }, ['text', 'text']],
    [{ type: 'array', items: {} }, []],
    [{ anyOf: [{ type: 'boolean' }, { type: 'string' }] }, false],
    [{ $ref: '#/$defs/a~1b', $defs: { 'a/b': { type: 'boolean' } } }, false],
  ])('%j is %j', (schema, example) => {
    expect(exampleOf(schema, 'text')).toEqual(example);
  });

  it('ends, even where the schema does not', () => {
    const schema = {
      $ref: '#/$defs/a',
      $defs: { a: { properties: { a: { $ref: '#/$defs/a' } }, required: ['a'] } },
    };
    expect(JSON.stringify(exampleOf(schema, 'text'))).toContain('null');
  });
});
