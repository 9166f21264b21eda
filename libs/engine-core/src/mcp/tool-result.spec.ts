import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { toolResultText } from './tool-result.js';

describe('toolResultText', () => {
  it('joins texts', () => {
    const content = [
      { type: 'text', text: 'one' },
      { type: 'resource', resource: { uri: 'file:///a', text: 'two' } },
    ];
    expect(toolResultText({ content })).toBe('one\ntwo');
  });

  it('says what it leaves out', () => {
    const content = [
      { type: 'text', text: 'see:' },
      { type: 'image', mimeType: 'image/png', data: 'AAAA' },
      { type: 'audio', mimeType: 'audio/wav', data: 'AAAAAAAA' },
      { type: 'resource', resource: { uri: 'file:///b', mimeType: 'application/pdf', blob: 'AAAA' } },
      { type: 'resource_link', name: 'c', uri: 'file:///c' },
      { type: 'hologram' },
    ];
    expect(toolResultText({ content }).split('\n')).toEqual([
      'see:',
      '[image image/png (3 bytes)]',
      '[audio audio/wav (6 bytes)]',
      '[resource file:///b application/pdf (3 bytes)]',
      '[link c file:///c]',
      '[hologram]',
    ]);
  });

  it('uses structured content only where there is no text', () => {
    const structuredContent = { a: 1 };
    expect(toolResultText({ content: [], structuredContent })).toBe('{"a":1}');
    expect(toolResultText({ content: [{ type: 'image' }], structuredContent })).toBe('{"a":1}\n[image]');
    expect(toolResultText({ content: [{ type: 'text', text: 'one' }], structuredContent })).toBe('one');
  });

  it('makes a text of anything', () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.constantFrom('content', 'structuredContent'), fc.jsonValue()),
        (result) => {
          return typeof toolResultText(result) === 'string';
        },
      ),
    );
  });
});
