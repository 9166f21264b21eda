import { createServer } from 'node:net';
import { access, mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from './support/eventually.js';
import { send } from './support/http.js';
import {
  ADMIN_KEY,
  makeDirectory,
  StartedProcess,
  startService,
  type Environment,
  type Files,
  type ServiceUnderTest,
} from './support/service.js';

/** Milliseconds after which a process that should have ended is ended. */
const PATIENCE = 25_000;

/** Starts the service where it cannot start. */
async function startInVain(env: Environment, files: Files = {}) {
  const directory = await makeDirectory(files);
  const started = new StartedProcess({ PORT: '0', YYCHAT_API_KEY: ADMIN_KEY, ...env }, directory);
  const timer = setTimeout(() => started.child.kill('SIGKILL'), PATIENCE);
  const code = await started.exited();
  clearTimeout(timer);
  await rm(directory, { recursive: true, force: true });
  return { code, out: started.out, err: started.err, lines: started.err.split('\n').filter(Boolean) };
}

describe('with bad settings', () => {
  it('ends with 1, and one line for each that names it, what was given and what is allowed', async () => {
    const { code, out, lines } = await startInVain(
      {
        PORT: '70000',
        YYCHAT_API_KEY: 'short secret',
        OPENAI_BASE_URL: 'ftp://user:hunter2@example.com',
        OPENAI_API_KEY: 'sk-with a space',
        OPENAI_TIMEOUT: 'ten',
        CHAT_ENGINE: 'steam_engine',
        USE_TOOLS_DEFAULT: 'yes',
        MEMORY_RETRIEVAL_LIMIT: '-1',
        BODY_LIMIT: '1e6',
        RATE_LIMIT_REQUESTS: '0',
        LOG_LEVEL: 'loud',
        SHUTDOWN_TIMEOUT: '',
      },
      { '.env': 'PORT=nonsense\nCONTEXT_WINDOW=small\nTAVILY_API_KEY="with space"\n' },
    );
    expect(code).toBe(1);
    expect(out).toBe('');
    expect(lines.map((line) => line.split(':')[0]).sort()).toEqual([
      'BODY_LIMIT',
      'CHAT_ENGINE',
      'CONTEXT_WINDOW',
      'LOG_LEVEL',
      'MEMORY_RETRIEVAL_LIMIT',
      'OPENAI_API_KEY',
      'OPENAI_BASE_URL',
      'OPENAI_TIMEOUT',
      'PORT',
      'RATE_LIMIT_REQUESTS',
      'TAVILY_API_KEY',
      'USE_TOOLS_DEFAULT',
      'YYCHAT_API_KEY',
    ]);
    for (const line of lines) expect(line).toMatch(/^\w+: was given .+; allowed: .+$/);
    const line = (name: string) => lines.find((each) => each.startsWith(`${name}:`));
    expect(line('PORT')).toMatch(/"70000".*65535/);
    expect(line('CHAT_ENGINE')).toMatch(/"steam_engine".*"chat_engine"/);
    expect(line('LOG_LEVEL')).toMatch(/"loud".*"info"/);
    for (const secret of ['short secret', 'hunter2', 'sk-with', 'with space']) {
      expect(lines.join('\n')).not.toContain(secret);
    }
  });

  const cases: readonly (readonly [
    what: string,
    env: Environment,
    files: Files,
    names: readonly string[],
  ])[] = [
    [
      'a default personality that there is not',
      { DEFAULT_PERSONALITY: 'nobody', PERSONALITIES_DIR: '.' },
      {},
      ['DEFAULT_PERSONALITY', '"nobody"'],
    ],
    [
      'a file of keys that is not there',
      { YYCHAT_API_KEYS_FILE: 'k.json' },
      {},
      ['YYCHAT_API_KEYS_FILE', 'k.json', 'ENOENT'],
    ],
    [
      'a file of keys that is not JSON',
      { YYCHAT_API_KEYS_FILE: 'k.json' },
      { 'k.json': '{"keys": [{"sha256": hunter2' },
      ['YYCHAT_API_KEYS_FILE', 'k.json', 'JSON'],
    ],
    [
      'a file of keys with a bad hash',
      { YYCHAT_API_KEYS_FILE: 'k.json' },
      { 'k.json': '{"keys": [{"name": "x", "role": "client", "sha256": "hunter2"}]}' },
      ['YYCHAT_API_KEYS_FILE', 'k.json', 'keys.0.sha256', 'SHA-256'],
    ],
    [
      'a personality that is not JSON',
      { PERSONALITIES_DIR: 'p' },
      { 'p/sad.json': '{"id": "sad",' },
      ['PERSONALITIES_DIR', 'sad.json', 'JSON'],
    ],
    [
      'a personality without a prompt',
      { PERSONALITIES_DIR: 'p' },
      { 'p/sad.json': '{"id": "sad", "name": "Sad"}' },
      ['PERSONALITIES_DIR', 'sad.json', 'system_prompt'],
    ],
    [
      'a personality with a misspelt field',
      { PERSONALITIES_DIR: 'p' },
      { 'p/sad.json': '{"id": "sad", "name": "Sad", "system_prompt": "Sigh.", "alowed_tools": []}' },
      ['PERSONALITIES_DIR', 'sad.json', 'alowed_tools'],
    ],
    [
      'an MCP file that is not JSON',
      { MCP_CONFIG: 'm.json' },
      { 'm.json': '{"token": hunter2' },
      ['MCP_CONFIG', 'm.json', 'JSON'],
    ],
    [
      'an MCP server without an address',
      { MCP_CONFIG: 'm.json' },
      { 'm.json': '{"mcpServers": {"files": {"headers": {"authorization": "hunter2"}}}}' },
      ['MCP_CONFIG', 'm.json', 'mcpServers.files'],
    ],
    [
      'an MCP server that wants a variable that is not set',
      { MCP_CONFIG: 'm.json' },
      {
        'm.json':
          '{"mcpServers": {"files": {"url": "http://x/", "headers": {"authorization": "${NO_TOKEN}"}}}}',
      },
      ['MCP_CONFIG', 'm.json', 'mcpServers.files.headers.authorization', 'NO_TOKEN'],
    ],
    [
      'a data directory that is a file',
      { YYCHAT_DATA_DIR: 'd', YYCHAT_API_KEY: '' },
      { d: '' },
      ['YYCHAT_DATA_DIR', 'd'],
    ],
  ];

  it.each(cases)('ends with 1 and one line for %s', async (_, env, files, names) => {
    const { code, lines, err } = await startInVain(env, files);
    expect(code).toBe(1);
    expect(lines).toHaveLength(1);
    for (const name of names) expect(lines[0]).toContain(name);
    expect(err).not.toContain('hunter2');
  });

  it('ends with 1 and one line where the port is taken', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;
    const { code, lines } = await startInVain({ PORT: String(port) });
    other.close();
    expect(code).toBe(1);
    expect(lines).toHaveLength(1);
    expect(lines[0]).toContain(String(port));
  });
});

describe('with no settings at all', () => {
  let directory: string;
  const first: Environment = { YYCHAT_API_KEY: '' };
  let service: ServiceUnderTest;
  let key: string;
  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'yychat-e2e-'));
    service = await startService({ ...first, YYCHAT_DATA_DIR: join(directory, 'data') });
    key = /Admin key, shown only this once: (\S+)/.exec(service.stderr())?.[1] ?? '';
  });
  afterAll(async () => {
    await service.stop();
    await rm(directory, { recursive: true, force: true });
  });
  const ask = (content: string, more: object = {}) =>
    send(service, 'POST /v1/chat/completions', {
      key,
      body: { messages: [{ role: 'user', content }], ...more },
    });

  it('makes an admin key, which opens everything', async () => {
    expect(key).toMatch(/^yk-\S{32,}$/);
    const body = { engine_name: 'chat_engine' };
    expect((await send(service, 'POST /v1/engines/switch', { key, body })).status).toBe(200);
    expect((await send(service, 'GET /v1/models', { key: 'yk-another-key-0123456789' })).status).toBe(401);
  });

  it('keeps the key where only its owner can read it', async () => {
    const file = join(directory, 'data', 'admin-key');
    expect((await readFile(file, 'utf8')).trim()).toBe(key);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect((await stat(join(directory, 'data'))).mode & 0o777).toBe(0o700);
  });

  it('says that it is a demo, at the start and in its answers', async () => {
    expect(service.stderr()).toMatch(/Demo: no model is connected\..*OPENAI_API_KEY/);
    const { status, body } = await ask('How are you?');
    expect(status).toBe(200);
    expect(body.choices[0].message.content).toMatch(/This is a demo.*OPENAI_API_KEY/);
    expect((await ask('你好吗？')).body.choices[0].message.content).toContain('这是演示');
  });

  it('calculates in the demo with the calculator of the server', async () => {
    const { body } = await ask('What is 12 * 7 + 3?');
    expect(body.choices[0].message.content).toContain('calculator says: 87');
    expect(body.choices[0].finish_reason).toBe('stop');
  });

  it('shows the key once, never in the log, and not again at the next start', async () => {
    await ask('How are you?');
    service.signal('SIGTERM');
    expect(await service.exited()).toBe(0);
    expect(service.stderr().split(key)).toHaveLength(2);
    expect(service.stdout()).toContain('turn complete');
    expect(service.stdout()).not.toContain(key);

    const again = await startService({ ...first, YYCHAT_DATA_DIR: join(directory, 'data') });
    try {
      expect((await send(again, 'GET /v1/tools', { key })).status).toBe(200);
      expect(again.stderr() + again.stdout()).not.toContain(key);
      expect(again.stderr()).not.toContain('Admin key');
    } finally {
      await again.stop();
    }
  });
});

it('takes settings from .env, and those of the environment before them', async () => {
  const service = await startService(
    { YYCHAT_API_KEY: '', LOG_LEVEL: 'info' },
    { '.env': `YYCHAT_API_KEY=key-from-the-file-0123456789\nLOG_LEVEL=silent\nUSE_TOOLS_DEFAULT=false\n` },
  );
  try {
    const answer = await send(service, 'POST /v1/chat/completions', {
      key: 'key-from-the-file-0123456789',
      body: { messages: [{ role: 'user', content: 'What is 12 * 7 + 3?' }] },
    });
    expect(answer.status).toBe(200);
    expect(answer.text).not.toContain('calculator says');
    service.signal('SIGTERM');
    expect(await service.exited()).toBe(0);
    expect(service.stdout()).toContain('turn complete');
  } finally {
    await service.stop();
  }
});

describe('where whoever reads its output has gone', () => {
  it('goes on, and ends as it should', async () => {
    const directory = await makeDirectory({});
    const started = new StartedProcess({ PORT: '0', YYCHAT_API_KEY: ADMIN_KEY }, directory);
    // Before it has said anything: what it says of where it listens is lost as well.
    started.child.stdout?.destroy();
    started.child.stderr?.destroy();
    const made = join(directory, 'data', 'metrics.db');
    await eventually(
      () =>
        access(made).then(
          () => true,
          () => false,
        ),
      'it has started',
      PATIENCE,
    );
    await sleep(1_000);
    started.child.kill('SIGTERM');
    const timer = setTimeout(() => started.child.kill('SIGKILL'), PATIENCE);
    expect(await started.exited()).toBe(0);
    clearTimeout(timer);
    await rm(directory, { recursive: true, force: true });
  });
});
