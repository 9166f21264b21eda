import { describe, expect, it } from '@jest/globals';
import type { ChatModelRequest } from '@yychat/engine-core';
import { answerKey } from './answer-key.js';
import { isDeterministic } from './deterministic.js';

const asking = (options: object = {}, more: Partial<ChatModelRequest> = {}): ChatModelRequest => ({
  model: 'gpt-4.1',
  messages: [{ role: 'user', content: 'What is 1 + 1?' }],
  stream: false,
  options: { temperature: 0, ...options },
  ...more,
});
const tool = { type: 'function', function: { name: 'weather' } } as const;

describe('a request is deterministic', () => {
  it.each<[string, ChatModelRequest]>([
    ['at temperature 0', asking()],
    ['with a seed as well', asking({ seed: 7 })],
    ['as a stream', asking({ stream_options: { include_usage: true } }, { stream: true })],
    ['for one choice of text', asking({ n: 1, modalities: ['text'], store: false })],
    ['with fields that are null', asking({ n: null, store: null, tools: null, audio: null })],
    [
      'of parts of text',
      asking({}, { messages: [{ role: 'user', content: [{ type: 'text', text: 'a' }] }] }),
    ],
  ])('%s', (_, request) => expect(isDeterministic(request)).toBe(true));
});

describe('a request is not deterministic', () => {
  const image = { type: 'image_url', image_url: { url: 'https://example.com/now.png' } };
  it.each<[string, ChatModelRequest]>([
    ['at a temperature that it does not tell', asking({ temperature: undefined })],
    ['with a seed, at another temperature', asking({ temperature: 0.2, seed: 7 })],
    ['with tools', asking({}, { tools: [tool] })],
    ['with a choice of tools', asking({}, { tool_choice: 'auto' })],
    ['with functions', asking({ functions: [{ name: 'weather' }] })],
    ['with a search', asking({ web_search_options: {} })],
    ['with a field that nobody here knows', asking({ enable_search: true })],
    ['for two choices', asking({ n: 2 })],
    ['for sound', asking({ modalities: ['text', 'audio'], audio: { voice: 'ash' } })],
    ['that the upstream is to store', asking({ store: true })],
    ['with an image that it only names', asking({}, { messages: [{ role: 'user', content: [image] }] })],
  ])('%s', (_, request) => expect(isDeterministic(request)).toBe(false));
});

describe('the key of an answer', () => {
  const key = (request = asking(), scope = 'tenant', upstream = 'https://one') =>
    answerKey(request, scope, upstream);

  it('is the same however the request is written, and the answer sent', () => {
    expect(key(asking({ logit_bias: { 1: 2, 3: 4 }, seed: 7 }))).toBe(
      key(asking({ seed: 7, logit_bias: { 3: 4, 1: 2 } })),
    );
    expect(key(asking({ stream_options: { include_usage: true } }, { stream: true }))).toBe(key());
  });

  it.each<[string, string]>([
    ['tenant', key(asking(), 'other')],
    ['upstream', key(asking(), 'tenant', 'https://two')],
    ['model', key(asking({}, { model: 'gpt-4.1-mini' }))],
    ['parameter', key(asking({ max_tokens: 5 }))],
    ['message', key(asking({}, { messages: [{ role: 'user', content: 'What is 1 + 2?' }] }))],
    ['speaker', key(asking({}, { messages: [{ role: 'system', content: 'What is 1 + 1?' }] }))],
  ])('is another for another %s', (_, other) => expect(other).not.toBe(key()));
});
