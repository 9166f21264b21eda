import { describe, expect, it } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { isApiError } from '../../api/api-error.js';
import { chatRequest } from './chat-request.js';
import type { ChatSettings } from './chat-settings.js';
import { codeSample } from './code-samples.js';
import { messagesOf, storedExchanges } from './exchange.js';
import { readChunk } from './stream-chat.js';

const settings: ChatSettings = {
  engine: null,
  personality: null,
  model: 'gpt-4.1',
  tools: true,
  user: null,
  stateless: false,
  history: false,
};
const before = [{ role: 'user', content: 'Hello' }] as const;

describe('a request', () => {
  it('has the conversation, and leaves what was said before to memory', () => {
    expect(chatRequest('And?', before, 'c1', settings)).toEqual({
      model: 'gpt-4.1',
      messages: [{ role: 'user', content: 'And?' }],
      stream: true,
      stream_options: { include_usage: true },
      conversation_id: 'c1',
    });
  });

  it('without a conversation says all again', () => {
    const request = chatRequest('And?', before, 'c1', { ...settings, stateless: true, history: true });
    expect(request).not.toHaveProperty('conversation_id');
    expect(request.messages).toHaveLength(2);
  });
});

describe('a sample', () => {
  const request = chatRequest(`It's "$HOME"`, [], 'c1', { ...settings, tools: false, engine: 'mem0_proxy' });

  it('of curl says to a shell what the page sends', () => {
    const shell = `curl() { while [ "$1" != -d ]; do shift; done; printf %s "$2"; }\n`;
    const { stdout } = spawnSync('sh', ['-c', shell + codeSample('curl', 'http://x', request)]);
    expect(JSON.parse(String(stdout))).toEqual(request);
  });

  it('of Python and JavaScript has the fields that the SDKs do not know where they let them be', () => {
    const python = codeSample('python', 'http://x', request);
    expect(python).toContain(
      'extra_body={"conversation_id": "c1", "engine": "mem0_proxy", "use_tools": False},',
    );
    expect(python).toContain(String.raw`{"role": "user", "content": "It's \"$HOME\""},`);
    expect(codeSample('node', 'http://x', request)).toContain(
      `metadata: { conversation_id: "c1", engine: "mem0_proxy", use_tools: "false" },`,
    );
  });
});

describe('a stream', () => {
  const heard: (string | number)[] = [];
  const listener = {
    onText: (text: string) => heard.push(text),
    onUsage: (count: number) => heard.push(count),
  };

  it('tells text and tokens, and nothing of what is empty', () => {
    readChunk({ choices: [{ delta: { role: 'assistant', content: null } }] }, listener);
    readChunk({ choices: [{ delta: { content: 'Hi' } }], usage: null }, listener);
    readChunk({ choices: [], usage: { completion_tokens: 2 } }, listener);
    expect(heard).toEqual(['Hi', 2]);
  });

  it('that fails says why', () => {
    try {
      readChunk({ error: { message: 'No.', code: 'upstream_error' } }, listener);
      expect('here').toBe('not reached');
    } catch (error) {
      expect(isApiError(error) && error.code).toBe('upstream_error');
    }
  });
});

it('what was said before the page was opened is put together by turns', () => {
  const message = (id: string, role: string, content: string, turn_id: string) => ({
    ...{ id, role, content, turn_id },
    created_at: 5,
  });
  const exchanges = storedExchanges(
    [
      message('1', 'user', 'A?', 'r1'),
      message('2', 'assistant', 'A.', 'r1'),
      message('3', 'user', 'B?', 'r2'),
    ],
    [],
  );
  expect(exchanges).toMatchObject([
    { question: 'A?', answer: 'A.', requestId: 'r1', at: 5_000 },
    { question: 'B?', answer: '' },
  ]);
  expect(messagesOf(exchanges).map(({ content }) => content)).toEqual(['A?', 'A.', 'B?']);
});
