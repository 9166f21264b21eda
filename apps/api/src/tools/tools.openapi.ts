import type { ApiBodyOptions } from '@nestjs/swagger';

/** Body of a call, as the docs show it. */
export const callRequestBody: ApiBodyOptions = {
  schema: {
    type: 'object',
    required: ['name'],
    properties: {
      name: { type: 'string' },
      arguments: { type: 'object', additionalProperties: true, default: {} },
    },
    example: { name: 'calculator', arguments: { expression: '12 * 7 + 3' } },
  },
};
