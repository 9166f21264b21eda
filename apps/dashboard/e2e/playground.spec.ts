import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals';
import { startSimulator, type Simulator } from '@yychat/simulator';
import type { Page } from 'playwright-core';
import { accessibilityProblems } from './support/accessibility.js';
import { logIn, pageOpener, type PageOptions } from './support/browser.js';
import { ADMIN_KEY, startService, type RunningService } from './support/service.js';

const TELL = 'My cat is called Minka.';
const RECALL = 'What is the name of my cat?';

let upstream: Simulator;
let service: RunningService;
const openPage = pageOpener();
beforeAll(async () => {
  upstream = await startSimulator();
  const env = { OPENAI_BASE_URL: upstream.baseURL, OPENAI_API_KEY: 'any' };
  service = await startService(env);
});
afterEach(() => upstream.reset());
afterAll(async () => {
  await service.stop();
  await upstream.close();
});

async function openPlayground(search = '', options?: PageOptions): Promise<Page> {
  const page = await openPage(service.url, options);
  await logIn(page, `/dashboard/playground${search}`);
  await page.locator('textarea').waitFor();
  return page;
}

async function say(page: Page, text: string): Promise<void> {
  await page.getByRole('textbox', { name: 'Message' }).fill(text);
  await page.keyboard.press('Enter');
}

const answer = (page: Page, status: string) => page.locator(`[data-answer=${status}]`).last();

it('shows an answer piece by piece, and stops it, all the way up', async () => {
  upstream.enqueue({ reply: 'one more word '.repeat(300), gap: 25 });
  const page = await openPlayground();
  await say(page, 'Talk to me');
  const text = async () => (await answer(page, 'streaming').innerText()).length;
  await answer(page, 'streaming').waitFor();
  const before = await text();
  await page.waitForFunction(
    (length) => (document.querySelector('[data-answer]')?.textContent.length ?? 0) > length + 50,
    before,
  );
  await page.keyboard.press('Escape');
  await answer(page, 'stopped').waitFor();
  await upstream.waitFor(({ stats }) => stats().aborted === 1);
  expect((await answer(page, 'stopped').innerText()).length).toBeLessThan(3_000);
});

it('recalls with one engine what the other was told, and shows it after a reload as well', async () => {
  // It knows the name only where memory has handed it over.
  const asks = (text: string) => (messages: unknown) => JSON.stringify(messages).includes(text);
  upstream.rule({
    match: ({ body }) => body.stream === true && asks(RECALL)(body.messages) && asks('Minka')(body.messages),
    behaviour: { reply: 'Your cat is called **Minka**. <i>Raw</i> ![picture](https://example.org/x.png)' },
  });
  const page = await openPlayground();
  await page.locator('[data-suggestion=tell]').click();
  await page.locator('[data-suggestion=recall]').click();
  const recalled = page.locator('article').nth(1);
  await recalled.locator('strong', { hasText: 'Minka' }).waitFor();
  await recalled.locator('[data-answer=done]').waitFor();
  expect(await recalled.locator('[data-fact-of=engine]').innerText()).toContain('mem0_proxy');
  expect(await recalled.locator('[data-fact-of=memory]').innerText()).toContain('Memory recalled');
  expect(await page.locator('[data-switched]').innerText()).toMatch(/chat_engine\s+mem0_proxy/);
  expect(await recalled.locator('i, img').count()).toBe(0);
  await recalled.getByText(/What was remembered: \d/).click();
  const memory = recalled.locator('[data-memories] > li', { hasText: TELL }).first();
  await memory.waitFor();
  expect(await memory.innerText()).toMatch(/^User[^]*this conversation/);
  await recalled.getByRole('link', { name: 'Request' }).click();
  const drawer = page.getByRole('dialog');
  await drawer.getByRole('heading', { name: 'What was remembered' }).waitFor();
  await drawer.locator('[data-memories]', { hasText: TELL }).waitFor();
  await page.goBack();
  await page.locator('article').nth(1).waitFor();

  await page.reload();
  await page.locator('article').nth(1).locator('strong', { hasText: 'Minka' }).waitFor();
  await page.locator('[data-switched=mem0_proxy]').waitFor();
  await page.getByRole('tab', { name: 'Memory' }).click();
  await page.getByRole('tabpanel').getByText(TELL).waitFor();
});

it('shows which tools ran, what they were asked and what they said', async () => {
  upstream.enqueue(
    { toolCalls: [{ name: 'calculator', arguments: { expression: '12*7+3' } }] },
    { reply: '87' },
  );
  const page = await openPlayground();
  await say(page, 'What is 12 * 7 + 3?');
  await page.locator('[data-fact-of=tool]', { hasText: 'calculator' }).waitFor();
  await page.getByText('What ran: 1 tool').click();
  const ran = await page.locator('[data-tools] dl').innerText();
  expect(ran).toMatch(/Arguments\s+{"expression":"12\*7\+3"}\s+Result\s+[^]*87/);
});

it('says what went wrong as the API says it, and shows the same request without a key', async () => {
  const page = await openPlayground('?via=nobody&side=code');
  await say(page, "It's me");
  const failure = page.getByRole('alert').filter({ hasText: 'HTTP 404' });
  await failure.waitFor();
  expect(await failure.innerText()).toContain('engine_not_found');
  for (const [name, part] of [
    ['curl', '"engine": "nobody"'],
    ['Python', 'extra_body={"conversation_id"'],
    ['JavaScript', 'metadata: {'],
  ] as const) {
    await page.getByRole('radio', { name }).click();
    const code = await page.locator('pre[data-sample]').innerText();
    expect(code).toContain(part);
    expect(code).not.toContain(ADMIN_KEY);
  }
});

it.each([
  ['light', 'en', 1280],
  ['dark', 'zh', 390],
] as const)('is accessible, %s, %s, %d pixels wide', async (theme, language, width) => {
  upstream.enqueue({ toolCalls: [{ name: 'calculator', arguments: { expression: '12*7+3' } }] });
  const page = await openPlayground('', { theme, language, width });
  await page.locator('[data-suggestion=tool]').click();
  await page.locator('[data-answer=done]').waitFor();
  await page.locator('[data-fact-of=times]').waitFor();
  await page.locator('summary').click();
  await page.locator('[data-tools]').waitFor();
  expect(await accessibilityProblems(page)).toEqual([]);
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  expect(overflow).toBeLessThanOrEqual(0);
});
