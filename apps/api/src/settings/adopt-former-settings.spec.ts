import { describe, expect, it } from '@jest/globals';
import { adoptFormerSettings } from './adopt-former-settings.js';
import { formerSettings } from './former-settings.js';
import { settingsSchema } from './settings.js';

/** What the Python YYChat came with where nothing else was set. */
const PUBLISHED_KEY = 'yk-1aB2cD3eF4gH5iJ6kL7mN8oP9qR0sT1uV2wX3yZ4';

describe('adoptFormerSettings', () => {
  it('reads what was renamed by its name of today', () => {
    const { given, givenAs, notices } = adoptFormerSettings({ SERVER_PORT: '9800', OPENAI_MODEL: 'm' });
    expect(given).toEqual({ PORT: '9800', OPENAI_MODEL: 'm' });
    expect(givenAs).toEqual({ PORT: 'SERVER_PORT' });
    expect(notices).toEqual([
      { setting: 'SERVER_PORT', message: 'SERVER_PORT: is read as PORT, as it is called now' },
    ]);
  });

  it('gives way to a setting of today', () => {
    const { given, givenAs, notices } = adoptFormerSettings({ SERVER_PORT: '9800', PORT: '8000' });
    expect([given, givenAs]).toEqual([{ PORT: '8000' }, {}]);
    expect(notices[0]?.message).toMatch(/^SERVER_PORT: is not read.* PORT/);
  });

  it.each([
    ['False', { MEMORY_RETRIEVAL_LIMIT: '0' }],
    ['True', {}],
  ])('understands ENABLE_MEMORY_RETRIEVAL=%s', (value, expected) => {
    expect(adoptFormerSettings({ ENABLE_MEMORY_RETRIEVAL: value }).given).toEqual(expected);
  });

  it.each([
    [{ MEM0_BASE_URL: 'http://192.0.2.1:8765' }, false],
    [{ MEM0_BASE_URL: 'https://api.mem0.ai.example.com' }, false],
    [{ MEMO_USE_LOCAL: 'True' }, false],
    [{ MEM0_BASE_URL: 'https://api.mem0.ai' }, true],
    [{ MEMO_USE_LOCAL: 'false' }, true],
  ])('with %j, uses a key of mem0 for its platform: %s', (more, isUsed) => {
    const { given, notices } = adoptFormerSettings({ MEM0_API_KEY: 'm0-hunter2', ...more });
    expect('MEM0_API_KEY' in given).toBe(isUsed);
    expect(notices.map(({ message }) => message.includes('MEM0_API_KEY is not read'))).toEqual([!isUsed]);
    expect(JSON.stringify(notices)).not.toContain('hunter2');
  });

  it('warns of the published key', () => {
    const { given, notices } = adoptFormerSettings({ YYCHAT_API_KEY: PUBLISHED_KEY });
    expect(given).toEqual({ YYCHAT_API_KEY: PUBLISHED_KEY });
    expect(notices).toEqual([{ setting: 'YYCHAT_API_KEY', message: expect.stringContaining('published') }]);
    expect(JSON.stringify(notices)).not.toContain(PUBLISHED_KEY);
    expect(adoptFormerSettings({ YYCHAT_API_KEY: 'another' }).notices).toEqual([]);
  });

  it('takes no setting of today for one of then', () => {
    expect(Object.keys(formerSettings).filter((name) => name in settingsSchema.shape)).toEqual([]);
  });
});
