import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { List, TurnDetail, TurnRecord } from '@yychat/protocol';
import type { Page } from 'playwright-core';
import { accessibilityProblems } from './support/accessibility.js';
import { logIn, pageOpener, type PageOptions } from './support/browser.js';
import { ask, chat } from './support/chat.js';
import { startService, type RunningService } from './support/service.js';

const CONVERSATION = 'trip to Lisbon';

let service: RunningService;
const openPage = pageOpener();
beforeAll(async () => {
  service = await startService({ OPENAI_MAX_RETRIES: '0' });
  await chat(service, 'My dog is called Rex.', { conversation_id: CONVERSATION });
  await chat(service, 'What is 12 * 34 + 5?', { conversation_id: CONVERSATION });
  await chat(service, 'Hello', { sim: { error: { status: 500 } } }).catch(() => undefined);
});
afterAll(() => service.stop());

async function open(path: string, options?: PageOptions): Promise<Page> {
  const page = await openPage(service.url, options);
  await logIn(page, `/dashboard${path}`);
  return page;
}

const recent = async (query = '') =>
  (await ask<List<TurnRecord>>(service, `/v1/performance/recent${query}`)).data;
const shownIds = (page: Page) =>
  page.locator('[data-request]').evaluateAll((links) => links.map((link) => link.dataset['request']));

/** A name and seconds: of a request that has just ended the service knows more digits than it keeps. */
function byMicroseconds(part: string): string {
  const [name, seconds] = part.split(' ');
  return `${name} ${Math.round(Number(seconds) * 1e6)}`;
}

describe('requests', () => {
  it('open as the waterfall that the API tells', async () => {
    const { request_id: id } = (await recent()).find(({ tool_called }) => tool_called)!;
    const turn = await ask<TurnDetail>(service, `/v1/performance/requests/${id}`);
    const page = await open('/requests');
    await page.locator(`[data-request="${id}"]`).click();
    const details = page.locator(`[data-turn="${id}"]`);
    await details.waitFor();
    expect(page.url()).toContain(`/requests/${id}`);
    const total = await details.locator('[data-measure=total]').getAttribute('data-value');
    expect(Number(total)).toBeCloseTo(turn.total!, 5);
    const shown = await details
      .locator('[data-stage]')
      .evaluateAll((rows) => rows.map(({ dataset }) => `${dataset['stage']} ${dataset['duration']}`));
    const told = [
      ...turn.stages.filter(({ stage }) => stage !== 'first_chunk').map((it) => [it.stage, it.duration]),
      ...turn.tools.map(({ name, duration }) => [name, duration]),
    ].map((part) => part.join(' '));
    expect(shown.map(byMicroseconds).toSorted()).toEqual(told.map(byMicroseconds).toSorted());
    expect(shown.join()).toContain('calculator');
    expect(await accessibilityProblems(page)).toEqual([]);

    await page.keyboard.press('Escape');
    await details.waitFor({ state: 'detached' });
    expect(new URL(page.url()).pathname).toBe('/dashboard/requests');
  });

  it('are listed where they failed', async () => {
    const page = await open('/requests');
    await page.locator('[data-request]').first().waitFor();
    await page.getByRole('tab', { name: 'Failed' }).click();
    expect(page.url()).toContain('list=failed');
    const failed = (await recent('?status=error')).map(({ request_id: id }) => id);
    await page.getByText('1 request', { exact: true }).waitFor();
    expect(failed).toHaveLength(1);
    expect(await shownIds(page)).toEqual(failed);
  });

  it('come by themselves, but move no row under the pointer', async () => {
    const page = await open('/requests');
    const first = page.locator('[data-request]').first();
    await first.waitFor();
    const before = await shownIds(page);
    await first.hover();
    await chat(service, 'Something new');
    await page.locator('[data-new="1"]').waitFor();
    expect(await shownIds(page)).toEqual(before);
    await page.locator('[data-new="1"]').click();
    const [{ request_id: id } = { request_id: '' }] = await recent();
    await page.locator(`[data-request="${id}"]`).waitFor();
    expect(await shownIds(page)).toEqual([id, ...before]);
  });

  it('are found by the id of their conversation, and by when they ended', async () => {
    const page = await open('/requests');
    await page.getByRole('searchbox').fill('LISBON');
    await page.getByText('2 requests', { exact: true }).waitFor();
    const [last] = await recent();
    const at = Math.round(Date.parse(last!.timestamp) + last!.total! * 1_000);
    await page.goto(`/dashboard/requests?from=${at - 2}&to=${at + 3}`);
    await page.getByText('1 request', { exact: true }).waitFor();
    expect(await shownIds(page)).toEqual([last!.request_id]);
    await page.getByRole('button', { name: /Any time$/ }).click();
    await page.getByText('1 request', { exact: true }).waitFor({ state: 'detached' });
  });

  it.each([
    ['light', 'en', 1280],
    ['dark', 'zh', 390],
  ] as const)('are accessible, %s, %s, %d pixels wide', async (theme, language, width) => {
    const page = await open('/requests', { theme, language, width });
    await page.locator('[data-request]').first().waitFor();
    expect(await accessibilityProblems(page)).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(
      0,
    );
  });
});

it('what is kept of a conversation is looked up, and deleted by an admin', async () => {
  const page = await open('/requests/memory', { theme: 'dark' });
  await page.getByLabel('Conversation id').fill(CONVERSATION);
  await page.getByRole('button', { name: 'Look up' }).click();
  await page
    .getByRole('list', { name: 'What was said' })
    .getByText('My dog is called Rex.', { exact: true })
    .waitFor();
  await page
    .getByRole('list', { name: 'chat_engine remembers' })
    .getByText('My dog is called Rex.', { exact: true })
    .waitFor();
  expect(new URL(page.url()).searchParams.get('conversation')).toBe(CONVERSATION);
  expect(await accessibilityProblems(page)).toEqual([]);

  await page.getByRole('button', { name: 'Delete', exact: true }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText('What mem0_proxy remembers of it.').waitFor();
  await dialog.getByRole('button', { name: 'Delete conversation' }).click();
  await page.getByText('Nothing is kept of this conversation').waitFor();
  const { messages } = await ask<{ readonly messages: number }>(
    service,
    `/v1/conversations/${encodeURIComponent(CONVERSATION)}/memory`,
  );
  expect(messages).toBe(0);
});
