import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { CurrentRollout, EngineSwitch, List } from '@yychat/protocol';
import type { Locator, Page } from 'playwright-core';
import { accessibilityProblems } from './support/accessibility.js';
import { logIn, pageOpener, type PageOptions } from './support/browser.js';
import { ask, chat } from './support/chat.js';
import { ADMIN_KEY, OPERATOR_KEY, startService, type RunningService } from './support/service.js';

const STREAMS = 4;

let service: RunningService;
const openPage = pageOpener();
beforeAll(async () => {
  service = await startService();
});
afterAll(() => service.stop());

async function openEngines(key = ADMIN_KEY, options?: PageOptions): Promise<Page> {
  const page = await openPage(service.url, options);
  await logIn(page, '/dashboard/engines', key);
  await page.locator('[data-engine=mem0_proxy] [data-health=up]').waitFor();
  return page;
}

const inForce = (page: Page, engine: string) =>
  page.locator('[data-fact=engine]').getByText(engine, { exact: true }).waitFor();

/** Begins a stream that takes a while. Resolves when the first of it is here, with what comes in the end. */
async function beginStream(): Promise<{ readonly engine: string | null; readonly end: Promise<string> }> {
  const response = await fetch(`${service.url}/v1/chat/completions`, {
    method: 'POST',
    headers: { authorization: `Bearer ${ADMIN_KEY}`, 'content-type': 'application/json' },
    body: JSON.stringify({
      model: 'gpt-4.1',
      messages: [{ role: 'user', content: 'Hello' }],
      stream: true,
      sim: { chunks: 200, gap: 40 },
    }),
  });
  const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
  await reader.read();
  const end = (async () => {
    let last = '';
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return last;
      last = (last + value).slice(-100);
    }
  })();
  return { engine: response.headers.get('x-yychat-engine'), end };
}

it('switch with a confirmation while streams run: all of them end well, with the engine that they began with', async () => {
  const page = await openEngines();
  const streams = await Promise.all(Array.from({ length: STREAMS }, beginStream));
  await page.getByRole('button', { name: 'Switch to it mem0_proxy' }).click();
  const dialog = page.getByRole('dialog', { name: 'Switch to mem0_proxy' });
  await dialog.locator('[data-health=up]').waitFor();
  await dialog.getByText('end with chat_engine').waitFor();
  expect(await accessibilityProblems(page)).toEqual([]);
  await dialog.getByLabel('Reason').fill('Its recall is better');
  await dialog.getByRole('button', { name: 'Switch', exact: true }).click();
  await dialog.locator('[data-switched=done]').waitFor();
  await dialog.getByText('1 of 1 instance has it').waitFor();
  await dialog.getByRole('button', { name: 'Close' }).last().click();

  await inForce(page, 'mem0_proxy');
  await page.getByRole('row', { name: /chat_engine .*mem0_proxy admin Its recall is better 2$/ }).waitFor();
  const { data } = await ask<List<EngineSwitch>>(service, '/v1/engines/history');
  expect(data[0]).toMatchObject({ new_engine: 'mem0_proxy', reason: 'Its recall is better' });
  expect(streams.map(({ engine }) => engine)).toEqual(Array.from(streams, () => 'chat_engine'));
  const ends = await Promise.all(streams.map(({ end }) => end));
  expect(ends.filter((end) => end.endsWith('data: [DONE]\n\n'))).toHaveLength(STREAMS);
});

it('give conversations to two engines by weight, and to one again', async () => {
  const page = await openEngines();
  const share = (engine: string): Locator => page.getByRole('spinbutton', { name: engine });
  await share('chat_engine').fill('30');
  expect(await share('mem0_proxy').inputValue()).toBe('70');
  await page.getByRole('button', { name: 'Apply' }).click();
  await page.locator('[data-rollout=set]').waitFor();
  const { weights } = await ask<CurrentRollout>(service, '/v1/engines/rollout');
  expect(weights).toEqual({ chat_engine: 30, mem0_proxy: 70 });
  await page.getByRole('row', { name: /Roll-out chat_engine 30% · mem0_proxy 70%/ }).waitFor();

  await page.getByRole('button', { name: 'End roll-out' }).click();
  await page.locator('[data-rollout=none]').waitFor();
  expect(await ask<CurrentRollout>(service, '/v1/engines/rollout')).toMatchObject({ weights: null });
});

it('show figures of both in the same window, and mark those that rest on few', async () => {
  for (const engine of ['chat_engine', 'mem0_proxy'])
    await Promise.all(Array.from({ length: 5 }, (_, i) => chat(service, `Hello ${i}`, { engine })));
  const page = await openEngines();
  const row = page.getByRole('row', { name: /^P95 response/ });
  await row.getByText('few samples').first().waitFor();
  await row.getByText('too few', { exact: true }).waitFor();
});

it('cannot be changed by an operator, who learns why', async () => {
  const page = await openEngines(OPERATOR_KEY);
  const button = page.getByRole('button', { name: /^Switch to it/ });
  expect(await button.getAttribute('aria-disabled')).toBe('true');
  await button.focus();
  const reason = page.getByRole('tooltip', { name: 'Needs the role admin.' });
  await reason.waitFor();
  await page.keyboard.press('Escape');
  await reason.waitFor({ state: 'detached' });
  await button.press('Enter');
  await reason.waitFor();
  expect(await page.getByRole('dialog').count()).toBe(0);
  for (const name of ['Apply', 'Rebuild memory'])
    expect(await page.getByRole('button', { name }).getAttribute('aria-disabled')).toBe('true');
});

it.each([
  ['light', 'en', 1280],
  ['dark', 'zh', 390],
] as const)('are accessible, %s, %s, %d pixels wide', async (theme, language, width) => {
  const page = await openEngines(ADMIN_KEY, { theme, language, width });
  await page.locator('.recharts-surface').first().waitFor();
  expect(await accessibilityProblems(page)).toEqual([]);
  expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
});
