import type { ApiBodyOptions, ApiResponseOptions } from '@nestjs/swagger';

/** The request as the docs show it: OpenAI's own, which its reference describes in full, and the fields of YYChat. */
export const chatRequestBody: ApiBodyOptions = {
  schema: {
    type: 'object',
    required: ['messages'],
    additionalProperties: true,
    properties: {
      model: { type: 'string', description: 'Model of the upstream. Default: the setting `OPENAI_MODEL`.' },
      messages: {
        type: 'array',
        minItems: 1,
        items: {
          type: 'object',
          required: ['role'],
          additionalProperties: true,
          properties: {
            role: { type: 'string', enum: ['developer', 'system', 'user', 'assistant', 'tool', 'function'] },
            content: { description: 'A string or an array of content parts.' },
          },
        },
      },
      stream: { type: 'boolean', default: false },
      stream_options: { type: 'object', properties: { include_usage: { type: 'boolean' } } },
      tools: {
        type: 'array',
        maxItems: 128,
        description: "The client's own tools. Calls to them are returned to the client.",
        items: { type: 'object', additionalProperties: true },
      },
      tool_choice: { description: "'none', 'auto', 'required' or an object." },
      user: {
        type: 'string',
        maxLength: 256,
        description: "Widens memory to this user's other conversations.",
      },
      conversation_id: {
        type: 'string',
        maxLength: 256,
        description: 'Absent: stateless. Also as `metadata.conversation_id`.',
      },
      personality_id: { type: 'string', maxLength: 256, description: 'Also as `metadata.personality_id`.' },
      use_tools: { type: 'boolean', description: "Offer the server's tools. Also as `metadata.use_tools`." },
      engine: {
        type: 'string',
        description: 'Engine of this request only (operator). Also as `metadata.engine`.',
      },
    },
    example: { model: 'gpt-4.1', messages: [{ role: 'user', content: 'What is 12 * 7 + 3?' }] },
  },
};

const header = (description: string) => ({ description, schema: { type: 'string' as const } });

export const chatResponses: Readonly<Record<'ok' | 'error', ApiResponseOptions>> = {
  ok: {
    status: 200,
    description:
      'An OpenAI `chat.completion`, or with `stream` its chunks as server-sent events, ended by `[DONE]`.',
    headers: {
      'x-request-id': header('Id of the request.'),
      'x-yychat-engine': header('The engine that answered.'),
      'x-yychat-engine-epoch': header('Grows with every switch of the engine.'),
      'x-yychat-memory': header('hit, miss, off, timeout or error.'),
      'x-yychat-answer': header('hit or miss, where answers are cached and this one could be.'),
      'x-yychat-overhead-ms': header('Milliseconds that YYChat added (not on streams).'),
    },
  },
  error: { status: 'default', description: 'An error in the shape of the OpenAI API.' },
};
