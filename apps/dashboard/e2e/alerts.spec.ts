import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startSimulator, type Simulator } from '@yychat/simulator';
import type { AlertPreviewComparison, AlertRule, List } from '@yychat/protocol';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import { accessibilityProblems } from './support/accessibility.js';
import { logIn, pageOpener, type PageOptions } from './support/browser.js';
import { ask, chat } from './support/chat.js';
import { ADMIN_KEY, OPERATOR_KEY, startService, type RunningService } from './support/service.js';

const SECRET = 'a-secret-that-nobody-sees';
/** A share of failures that any failure is more than. */
const LITTLE = 0.05;
const RULE = {
  id: 'some-fail',
  name: 'Some requests fail',
  severity: 'critical',
  signal: { metric: 'error_rate', agg: 'ratio', window: 10 },
  condition: { type: 'threshold', op: '>', value: 0.5 },
  onNoData: 'ok',
  graceAfterStart: 0,
  graceAfterSwitch: 0,
};

let upstream: Simulator;
let service: RunningService;
let receiver: Server;
const openPage = pageOpener();
beforeAll(async () => {
  upstream = await startSimulator();
  receiver = createServer((_, response) => response.end('ok')).listen(0, '127.0.0.1');
  await once(receiver, 'listening');
  const env = {
    OPENAI_BASE_URL: upstream.baseURL,
    OPENAI_API_KEY: 'any',
    ALERTS_ALLOW_PRIVATE_ADDRESSES: 'true',
  };
  service = await startService(env);
});
afterAll(async () => {
  await service.stop();
  await upstream.close();
  receiver.close();
});

async function openAlerts(search = '', key = ADMIN_KEY, options?: PageOptions): Promise<Page> {
  const page = await openPage(service.url, options);
  await logIn(page, `/dashboard/alerts${search}`, key);
  await page.getByRole('tablist').waitFor();
  return page;
}

/** As a program does it. */
async function send<Answer>(method: string, path: string, body: unknown): Promise<Answer> {
  const response = await fetch(service.url + path, {
    method,
    headers: { authorization: `Bearer ${ADMIN_KEY}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(await response.text());
  return (await response.json()) as Answer;
}

const fails = (): Promise<unknown> =>
  chat(service, 'Hello', { sim: { error: { status: 400 } } }).catch(() => undefined);

it('shows an alert from firing to resolved, which an operator acknowledges who cannot change rules', async () => {
  await send('POST', '/v1/alerts/rules', RULE);
  const page = await openAlerts('', OPERATOR_KEY);
  await page.getByText('All is calm').waitFor();

  await Promise.all([fails(), fails(), fails()]);
  const alert = page.locator('[data-alert=some-fail]');
  await page.locator('[data-alert=some-fail][data-state=firing]').waitFor();
  expect(await alert.innerText()).toContain('100%');
  await alert.getByRole('button', { name: 'Acknowledge' }).click();
  await page.getByRole('textbox', { name: 'Note' }).fill('On it.');
  await page.getByRole('dialog').getByRole('button', { name: 'Acknowledge' }).click();
  await alert.getByText('Acknowledged by').waitFor();
  expect(await alert.innerText()).toContain('On it.');

  await page.getByRole('tab', { name: 'Rules' }).click();
  expect(await page.getByRole('button', { name: 'New rule' }).getAttribute('aria-disabled')).toBe('true');
  await page.getByRole('button', { name: RULE.name }).click();
  expect(await page.getByRole('button', { name: 'Save' }).getAttribute('aria-disabled')).toBe('true');

  await page.getByRole('tab', { name: 'Now' }).click();
  await alert.waitFor();
  await Promise.all(Array.from({ length: 6 }, (_, i) => chat(service, `Hello ${i}`)));
  await alert.waitFor({ state: 'detached' });
  await page.getByText('All is calm').waitFor();
  await page.getByRole('tab', { name: 'History' }).click();
  await page.getByRole('row', { name: /Resolved/ }).waitFor();
});

/** What was measured is history once its ten seconds are over. */
async function failuresAreHistory(): Promise<void> {
  const rule = { ...RULE, condition: { ...RULE.condition, value: LITTLE } };
  const from = Date.now() - 600_000;
  for (const deadline = Date.now() + 25_000; ;) {
    const { candidate } = await send<AlertPreviewComparison>('POST', '/v1/alerts/rules/preview', {
      rule,
      from,
    });
    if (candidate.incidentCount > 0) return;
    if (Date.now() > deadline) throw new Error('No failure has become history.');
    await sleep(500);
  }
}

describe('rules', () => {
  it('are made in a form that shows what is wrong at its field, and what they would have done', async () => {
    const page = await openAlerts('?tab=rules&edit=%2B&range=10m');
    await page.getByRole('combobox', { name: 'Metric' }).selectOption('error_rate');
    await page.getByLabel('Window').fill('10s');
    await page.getByLabel('Fires after').fill('0');
    await page.getByLabel('Least samples').fill('1');
    await page.getByText('Evaluation', { exact: true }).click();
    await page.getByLabel('Grace after a switch').fill('0');
    await page.getByLabel('Grace after a start').fill('0');
    const limit = page.getByLabel('Limit');
    await limit.fill('much');
    await page.locator('input[aria-invalid=true]').waitFor();
    expect(await limit.getAttribute('aria-invalid')).toBe('true');
    // Of the test before.
    await failuresAreHistory();
    await limit.fill(String(LITTLE));
    await page.locator('[data-incidents]:not([data-incidents="0"])').waitFor();

    await page.getByRole('button', { name: 'Create rule' }).click();
    await page.getByText('Has to be given').first().waitFor();
    await page.getByRole('textbox', { name: 'Name' }).fill('Made here');
    await page.getByRole('textbox', { name: 'Id' }).fill('made-here');
    await page.getByRole('button', { name: 'Create rule' }).click();
    await page.getByRole('button', { name: 'Made here' }).waitFor();
    const rule = await ask<AlertRule>(service, '/v1/alerts/rules/made-here');
    expect(rule).toMatchObject({ condition: { value: LITTLE }, signal: { window: 10 }, keepFiringFor: 120 });
  });

  it('that somebody else has changed meanwhile are compared, and not overwritten by accident', async () => {
    const page = await openAlerts('?tab=rules&edit=made-here');
    await page.getByLabel('Limit').fill('0.7');
    const rule = await ask<AlertRule>(service, '/v1/alerts/rules/made-here');
    await send('PUT', '/v1/alerts/rules/made-here', { ...rule, severity: 'info' });
    await page.getByRole('button', { name: 'Save' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('row', { name: /severity/ }).waitFor();
    expect(await dialog.getByRole('row').count()).toBe(3);
    await dialog.getByRole('button', { name: 'Load the one in force' }).click();
    await page.getByRole('radio', { name: 'Info', checked: true }).waitFor();
    expect(await page.getByLabel('Limit').inputValue()).toBe(String(LITTLE));
  });
});

it('a channel is made and tested, and its secret never comes back', async () => {
  const page = await openAlerts('?tab=channels');
  const heard: Promise<string>[] = [];
  page.on('response', (response) => {
    if (response.url().includes('/v1/alerts')) heard.push(response.text().catch(() => ''));
  });
  await page.getByRole('button', { name: 'New channel' }).click();
  await page.getByRole('textbox', { name: 'Id', exact: true }).fill('hook');
  await page
    .getByRole('textbox', { name: 'URL' })
    .fill(`http://127.0.0.1:${(receiver.address() as AddressInfo).port}/`);
  await page.getByLabel('Secret').fill(SECRET);
  await page.getByRole('button', { name: 'Save' }).click();
  const channel = page.locator('[data-channel=hook]');
  await channel.getByRole('button', { name: 'Send a test' }).click();
  await channel.locator('[data-test=ok]').waitFor();

  await channel.getByRole('button', { name: 'Edit' }).click();
  expect(await page.locator('[data-secret=secret]').inputValue()).toMatch(/^\*+$/);
  await page.getByRole('textbox', { name: 'Name' }).fill('Team');
  await page.getByRole('button', { name: 'Save' }).click();
  await channel.getByRole('heading', { name: 'Team' }).waitFor();
  expect(await page.content()).not.toContain(SECRET);
  expect((await Promise.all(heard)).join()).not.toContain(SECRET);
  expect(await accessibilityProblems(page)).toEqual([]);
});

it('speaks the language of the page: rules that the service came with, and what is wrong with a field', async () => {
  const response = await fetch(`${service.url}/v1/alerts/rules`, {
    headers: { authorization: `Bearer ${ADMIN_KEY}` },
  });
  const { data } = (await response.json()) as List<AlertRule>;
  const names = data.filter(({ id, name }) => id !== RULE.id && name !== 'Made here').map(({ name }) => name);
  expect(names.length).toBeGreaterThan(5);
  const page = await openAlerts('?tab=rules', ADMIN_KEY, { language: 'zh' });
  await page.getByRole('button', { name: '大量请求失败' }).waitFor();
  const shown = await page.locator('main').innerText();
  expect(names.filter((name) => shown.includes(name))).toEqual([]);
  await page.getByRole('button', { name: '回答缓慢' }).click();
  await page.getByRole('heading', { name: '回答缓慢' }).waitFor();
  await page.getByLabel('窗口').first().fill('9d');
  await page.getByText('1 到 604800 秒，或“5m”这样的写法。').waitFor();
});

it.each([
  ['light', 'en', 1280],
  ['dark', 'zh', 390],
] as const)('is accessible, %s, %s, %d pixels wide', async (theme, language, width) => {
  await Promise.all([fails(), fails(), fails(), fails(), fails(), fails(), fails(), fails(), fails()]);
  const page = await openAlerts('', ADMIN_KEY, { theme, language, width });
  await page.locator('[data-alert=some-fail]').waitFor();
  const check = async () => {
    expect(await accessibilityProblems(page)).toEqual([]);
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    expect(overflow).toBeLessThanOrEqual(0);
  };
  await check();
  await page.goto('/dashboard/alerts?alert=some-fail');
  await page.locator('.recharts-line').waitFor();
  await check();
  await page.goto('/dashboard/alerts?tab=rules&edit=some-fail');
  await page.locator('[data-incidents]').waitFor();
  await check();
});
