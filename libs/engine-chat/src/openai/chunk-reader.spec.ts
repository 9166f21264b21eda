import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { ChunkReader } from './chunk-reader.js';
import { readChunk } from './completion-chunk.js';

const said = (content: string, more: object = {}) => ({
  id: 'chatcmpl-1',
  object: 'chat.completion.chunk',
  created: 1,
  model: 'm',
  choices: [{ index: 0, delta: { content }, logprobs: null, finish_reason: null }],
  ...more,
});
const role = { ...said(''), choices: [{ index: 0, delta: { role: 'assistant', content: '' } }] };
const spaced = (value: unknown) => JSON.stringify(value, null, 1).replaceAll(/\n\s*/g, ' ');

describe('reading the chunks of a stream', () => {
  it('reads every chunk as if it were read alone, whatever the texts and however the JSON is written', () => {
    const text = fc.oneof(
      fc.string({ unit: 'grapheme' }),
      fc.constantFrom('"', '\\', '\n', '"}}', 'content', '你好', ''),
    );
    const chunk = fc.oneof(
      text.map((content) => said(content)),
      text.map((content) =>
        said(content, { usage: { prompt_tokens: 1, completion_tokens: 2, total_tokens: 3 } }),
      ),
      text.map((content) => said(content, { obfuscation: content })),
      text.map((content) => ({
        ...said(''),
        choices: [{ index: 0, delta: { content, reasoning: content } }],
      })),
      text.map((content) => ({
        ...said(''),
        choices: [{ index: 0, delta: { content }, finish_reason: 'stop' }],
      })),
      text.map((content) => ({
        ...said(''),
        choices: [{ index: 1, delta: { content }, finish_reason: null }],
      })),
      fc.constant(role),
    );
    const written = fc
      .tuple(chunk, fc.boolean())
      .map(([value, isSpaced]) => (isSpaced ? spaced : JSON.stringify)(value));
    fc.assert(
      fc.property(fc.array(written, { maxLength: 12 }), (raws) => {
        const reader = new ChunkReader('');
        for (const raw of raws) expect(reader.read(raw)).toEqual(readChunk(raw));
      }),
      { numRuns: 2_000 },
    );
  });

  it('takes only the text of a chunk whose frame it knows, so that nothing else of it need be parsed', () => {
    const reader = new ChunkReader('');
    const first = reader.read(JSON.stringify(said('one')));
    const second = reader.read(JSON.stringify(said('two')));
    expect(second.data.choices[0]?.delta).toEqual({ content: 'two' });
    // What is parsed anew is new; what is taken over is the same object.
    const kept = said('one', { vendor: { nested: true } });
    const other = new ChunkReader('');
    const known = other.read(JSON.stringify(kept)).data['vendor'];
    expect(other.read(JSON.stringify({ ...kept, choices: said('two').choices })).data['vendor']).toBe(known);
    expect(first.data).not.toBe(second.data);
  });

  it('still refuses broken JSON once it knows a frame', () => {
    const reader = new ChunkReader('');
    const raw = JSON.stringify(said('one'));
    reader.read(raw);
    expect(() => reader.read(raw.replace('one', 'o"ne'))).toThrow('broken JSON');
    expect(() => reader.read(raw.replace('one', 'o\nne'))).toThrow('broken JSON');
  });
});
