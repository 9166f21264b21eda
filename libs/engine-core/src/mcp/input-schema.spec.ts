import { describe, expect, it } from '@jest/globals';
import { createSchemaCheck } from '../tools/parameter-schema.js';
import { toParameters } from './input-schema.js';

const draft07 = 'http://json-schema.org/draft-07/schema#';

describe('toParameters', () => {
  it('adds the properties that the OpenAI API wants', () => {
    expect(toParameters({ type: 'object' })).toEqual({ type: 'object', properties: {} });
  });

  it('makes draft 2020-12 of draft-07, tuples included', () => {
    const parameters = toParameters({
      $schema: draft07,
      type: 'object',
      properties: {
        pair: { type: 'array', items: [{ type: 'string' }, { type: 'number' }], additionalItems: false },
        items: { enum: [{ items: [1] }] },
        list: { type: 'array', items: { type: 'string' } },
      },
    });
    expect(parameters).toEqual({
      type: 'object',
      properties: {
        pair: { type: 'array', prefixItems: [{ type: 'string' }, { type: 'number' }], items: false },
        items: { enum: [{ items: [1] }] },
        list: { type: 'array', items: { type: 'string' } },
      },
    });
    expect(createSchemaCheck()(parameters)).toBeUndefined();
  });

  it('leaves 2020-12 and unknown dialects as they are', () => {
    const current = {
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      type: 'object',
      properties: {},
    };
    expect(toParameters(current)).toBe(current);
    const unknown = { $schema: 'https://example.org/schema', type: 'object', properties: {} };
    expect(toParameters(unknown)).toBe(unknown);
  });

  it.each([undefined, null, 'object', []])('passes on %j, to be refused', (schema) => {
    expect(toParameters(schema)).toBe(schema);
  });
});
