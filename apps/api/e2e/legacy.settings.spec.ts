import { rm } from 'node:fs/promises';
import { describe, expect, it } from '@jest/globals';
import { formerSettings } from '../src/settings/former-settings.js';
import { eventually } from './support/eventually.js';
import { send } from './support/http.js';
import {
  ADMIN_KEY,
  makeDirectory,
  StartedProcess,
  startService,
  type Environment,
} from './support/service.js';

/** What the service says of its settings at start, by setting. */
async function noticesOf(env: Environment, file = '') {
  const service = await startService(env, { '.env': file });
  try {
    await eventually(() => Promise.resolve(service.stdout().includes('"listening"')), 'the log is written');
    const lines = service
      .stdout()
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line) as { level: number; setting?: string; msg: string });
    const said = lines.flatMap(({ level, setting, msg }) =>
      setting === undefined ? [] : [{ level, setting, msg }],
    );
    return { said, url: service.url, out: service.stdout(), models: await send(service, 'GET /v1/models') };
  } finally {
    await service.stop();
  }
}

describe('a file of the Python YYChat', () => {
  it('starts the service; each setting that is none any more is warned of once', async () => {
    // Of its own spelling, and with something for every name.
    const values: Environment = {
      SERVER_HOST: '"127.0.0.1"',
      SERVER_PORT: '"0"',
      ENABLE_MEMORY_RETRIEVAL: 'False',
    };
    const numbers = /TIMEOUT|RETRIES/;
    const file = Object.keys(formerSettings)
      .map((name) => `${name}=${values[name] ?? (numbers.test(name) ? '"2"' : 'hunter2')}`)
      .join('\n');
    const spelled = 'LOG_LEVEL="WARNING"\nUSE_TOOLS_DEFAULT="True"\nUSE_REDIS_CACHE=FALSE\n';
    // PORT is set by default in these tests.
    const { said, out, models } = await noticesOf({ PORT: '', LOG_LEVEL: 'INFO' }, `${spelled}${file}`);
    expect(said.map(({ setting }) => setting).sort()).toEqual(Object.keys(formerSettings).sort());
    expect(new Set(said.map(({ level }) => level))).toEqual(new Set([40]));
    const of = (name: string) => said.find(({ setting }) => setting === name)?.msg;
    expect(of('SERVER_PORT')).toBe('SERVER_PORT: is read as PORT, as it is called now');
    expect(of('ENABLE_MEMORY_RETRIEVAL')).toContain('MEMORY_RETRIEVAL_LIMIT=0');
    expect(of('CHROMA_PERSIST_DIRECTORY')).toContain('docs/migration.md');
    expect(of('REALTIME_VOICE_MODEL')).toContain('does not do audio');
    expect(out).not.toContain('hunter2');
    expect(models.status).toBe(200);
  });

  it('ends the process where what it says cannot be, by the name that it was said by', async () => {
    const directory = await makeDirectory({});
    const env = {
      YYCHAT_API_KEY: ADMIN_KEY,
      SERVER_PORT: '70000',
      LOG_LEVEL: 'LOUD',
      USE_TOOLS_DEFAULT: 'yes',
    };
    const started = new StartedProcess(env, directory);
    expect(await started.exited()).toBe(1);
    await rm(directory, { recursive: true });
    expect(started.err).toMatch(/^SERVER_PORT: was given "70000"; allowed: .*65535/m);
    expect(started.err).toMatch(/^LOG_LEVEL: was given "LOUD"; allowed: .*"info"/m);
    expect(started.err).toMatch(/^USE_TOOLS_DEFAULT: was given "yes"; allowed: .*"true"/m);
  });
});
