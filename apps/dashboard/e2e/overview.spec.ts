import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { List, TurnRecord } from '@yychat/protocol';
import { setTimeout } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import { accessibilityProblems } from './support/accessibility.js';
import {
  connectionIs,
  lastFrame,
  logIn,
  nextFrame,
  pageOpener,
  type PageOptions,
} from './support/browser.js';
import { ask, chat } from './support/chat.js';
import { gzippedSize, watchFiles } from './support/loaded.js';
import { ADMIN_KEY, CLIENT_KEY, OPERATOR_KEY, startService, type RunningService } from './support/service.js';

/** Milliseconds that the upstream takes for each of the first requests: so long that what the way to the service takes is little. */
const LATENCIES = Array.from({ length: 40 }, (_, i) => 500 + ((i * 17) % 40) * 50);
/** Bytes, gzipped: the page, its styles and all scripts until charts are drawn. */
const FIRST_LOAD = 250_000;
/** Requests that were answered so far. */
let answered = 0;

let service: RunningService;
const openPage = pageOpener();
beforeAll(async () => {
  service = await startService();
});
afterAll(() => service.stop());

const newPage = (options?: PageOptions) => openPage(service.url, options);

const figure = async (page: Page, id: string) =>
  Number(await page.locator(`[data-figure=${id}] [data-value]`).getAttribute('data-value'));

async function figureIs(page: Page, id: string, value: number): Promise<void> {
  await page.locator(`[data-figure=${id}] [data-value="${value}"]`).waitFor();
}

describe('login', () => {
  it('refuses a wrong key, and keeps a right one nowhere', async () => {
    const page = await newPage();
    await page.goto('/dashboard/');
    await page.locator('input').fill('wrong-key');
    await page.locator('button[type=submit]').click();
    await page.getByRole('alert').getByText('This key is not valid.').waitFor();
    expect(await accessibilityProblems(page)).toEqual([]);

    await logIn(page);
    await connectionIs(page, 'live');
    const kept = await page.evaluate(() =>
      [document.cookie, JSON.stringify(localStorage), JSON.stringify(sessionStorage), location.href].join(),
    );
    expect(kept).not.toContain(ADMIN_KEY);
    expect(kept).not.toContain('session');
  });

  it('works by the link that a new service prints, once, and leaves no trace of it', async () => {
    const fresh = await startService({ YYCHAT_API_KEY: '' });
    try {
      const link = /http:\/\/\S+#login=\S+/.exec(fresh.log())?.[0] ?? '';
      const page = await newPage();
      // The page's look at who is logged in, from before the link was used, is answered after it.
      const loggedIn = page.waitForResponse((answer) => answer.request().method() === 'POST');
      await page.route(
        '**/v1/dashboard/session',
        async (route) => {
          const answer = await route.fetch();
          await loggedIn;
          await route.fulfill({ response: answer }).catch(() => undefined);
        },
        { times: 1 },
      );
      await page.goto(link);
      await connectionIs(page, 'live');
      expect(page.url()).toMatch(/\/dashboard\/?$/);
      const again = await newPage();
      await again.goto(link);
      await again.getByText('This login link has expired or was used already.').waitFor();
      expect(again.url()).not.toContain('login=');
    } finally {
      await fresh.stop();
    }
  });

  it('ends when somebody logs out', async () => {
    const page = await newPage();
    await logIn(page);
    await page.getByRole('button', { name: /^Account/ }).click();
    await page.getByRole('menuitem', { name: 'Log out' }).click();
    await page.getByRole('heading', { name: 'Log in to YYChat' }).waitFor();
    await page.reload();
    await page.getByRole('heading', { name: 'Log in to YYChat' }).waitFor();
  });
});

describe('roles', () => {
  it('a client has no right to see anything, and is told so', async () => {
    const page = await newPage();
    await page.goto('/dashboard/');
    await page.locator('input').fill(CLIENT_KEY);
    await page.locator('button[type=submit]').click();
    await page.getByText('This key may chat, but not see the dashboard.').waitFor();
    expect(await page.locator('[data-fact]').count()).toBe(0);
  });

  it('an operator sees it', async () => {
    const page = await newPage();
    await logIn(page, '/dashboard/', OPERATOR_KEY);
    await connectionIs(page, 'live');
  });
});

describe('the overview', () => {
  it('tells a newcomer what to do, with a command that has no key in it', async () => {
    const page = await newPage();
    await logIn(page);
    await page.getByText('No requests yet').waitFor();
    const command = await page.locator('pre').innerText();
    expect(command).toContain(`${service.url}/v1/chat/completions`);
    expect(command).not.toContain(ADMIN_KEY);
    expect(await accessibilityProblems(page)).toEqual([]);
  });

  it('shows what clients measured, live', async () => {
    const page = await newPage();
    await logIn(page);
    await connectionIs(page, 'live');
    await nextFrame(page);

    const durations = await Promise.all(
      LATENCIES.map(async (latency, i) => {
        // Not all at once: a machine that is busy with their beginnings would be what is measured.
        await setTimeout(i * 25);
        return chat(service, `Hello ${i}`, { sim: { latency } });
      }),
    );
    answered += durations.length;
    await figureIs(page, 'requests', answered);

    // By the clock of this test alone: what the service says of itself is not asked.
    const measured = percentile(durations, 0.95);
    expect(measured).toBeGreaterThan(2);
    expect(Math.abs((await figure(page, 'p95')) / measured - 1)).toBeLessThan(0.02);
    expect(Math.abs((await figure(page, 'median')) / percentile(durations, 0.5) - 1)).toBeLessThan(0.02);
    expect(await page.locator('table').first().locator('tbody tr').count()).toBe(10);
    expect(await page.locator('.recharts-line-curve').count()).toBeGreaterThanOrEqual(9);
  });

  it('has loaded less than 250 KB when its charts are drawn', async () => {
    const page = await newPage();
    await logIn(page);
    const files = watchFiles(page);
    await page.reload();
    await page.locator('.recharts-line-curve').nth(8).waitFor({ state: 'attached' });
    await page.waitForLoadState('networkidle');
    const sizes = await Promise.all([...files].map(gzippedSize));
    const all = sizes.reduce((sum, size) => sum + size, 0);
    expect(files.size).toBeGreaterThan(5);
    // Recharts and React alone are more than that.
    expect(all).toBeGreaterThan(150_000);
    expect(all).toBeLessThan(FIRST_LOAD);
  });

  it('stands still while paused, and catches up', async () => {
    const page = await newPage();
    await logIn(page);
    await figureIs(page, 'requests', answered);
    await page.keyboard.press('Space');
    await connectionIs(page, 'paused');
    expect(page.url()).toContain('paused=1');
    const before = await lastFrame(page);
    await chat(service, 'One more');
    answered++;
    await page.waitForFunction(() => document.querySelector('[data-notice=paused]') !== null);
    expect(await lastFrame(page)).toBe(before);
    expect(await figure(page, 'requests')).toBe(answered - 1);
    await page.keyboard.press('Space');
    await figureIs(page, 'requests', answered);
  });

  it('leads from a point of a chart, by pointer and by keys, to the requests that it is made of', async () => {
    const page = await newPage();
    await logIn(page);
    await figureIs(page, 'requests', answered);
    const chart = page.getByRole('region', { name: 'Response time', exact: true });
    await chart.locator('.recharts-surface').click({ position: { x: 400, y: 100 } });
    await page.waitForURL(/\/requests\?.*from=\d+&to=\d+/);
    await page.getByRole('button', { name: /Any time$/ }).waitFor();

    await page.goto('/dashboard/?window=5m');
    await chart.getByRole('button', { name: /^Chart actions/ }).press('Enter');
    await page.getByRole('menuitem', { name: 'View as table' }).press('Enter');
    const busiest = chart.locator('tbody tr').filter({ hasText: / s/ }).first();
    await busiest.getByRole('link').first().press('Enter');
    await page.waitForURL(/\/requests\?.*from=\d+&to=\d+/);
    const { searchParams } = new URL(page.url());
    const [from = NaN, to = NaN] = ['from', 'to'].map((name) => Number(searchParams.get(name)));
    expect(to - from).toBe(10_000);
    await page.locator('[data-request]').first().waitFor();
    const range = [from, to].map((at) => new Date(at).toISOString());
    const { data } = await ask<List<TurnRecord>>(
      service,
      `/v1/performance/recent?count=100&from=${range[0]}&to=${range[1]}`,
    );
    expect(await page.locator('[data-request]').count()).toBe(data.length);
  });

  it.each(['5m', '1h', '24h'] as const)('shows the last %s, which is in the address', async (window) => {
    const page = await newPage();
    await logIn(page, `/dashboard/?window=${window}`);
    await figureIs(page, 'requests', answered);
    await page.locator('.recharts-surface').first().waitFor();
    expect(await page.getByRole('radio', { name: window }).isChecked()).toBe(true);
  });

  it.each([
    ['light', 'en', 1280],
    ['dark', 'en', 1280],
    ['light', 'zh', 390],
    ['dark', 'zh', 1920],
  ] as const)('is accessible, %s, %s, %d pixels wide', async (theme, language, width) => {
    const page = await newPage({ theme, language, width });
    await logIn(page);
    await page.locator('.recharts-surface').first().waitFor();
    expect(await page.evaluate(() => document.documentElement.lang)).toBe(language === 'zh' ? 'zh-CN' : 'en');
    expect(await accessibilityProblems(page)).toEqual([]);
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    expect(overflow).toBeLessThanOrEqual(0);
  });

  it('asks for the whole state again when it has missed a frame', async () => {
    const page = await newPage();
    let lost = 0;
    const asked: string[] = [];
    await page.routeWebSocket(/socket\.io/, (socket) => {
      const server = socket.connectToServer();
      socket.onMessage((message) => {
        if (String(message).includes('"watch"')) asked.push(String(message));
        server.send(message);
      });
      server.onMessage((message) => {
        if (String(message).includes('"realtime"') && lost < 2) lost++;
        else socket.send(message);
      });
    });
    await logIn(page);
    await connectionIs(page, 'live');
    await chat(service, 'After a gap');
    answered++;
    await figureIs(page, 'requests', answered);
    await nextFrame(page);
    expect(lost).toBe(2);
    expect(asked).toHaveLength(1);
  });

  it('goes on when the service was killed and is there again', async () => {
    const page = await newPage();
    await logIn(page);
    await connectionIs(page, 'live');
    await service.kill();
    await connectionIs(page, 'reconnecting');
    await page.locator('[data-notice=reconnecting]').waitFor();
    await service.restart();
    await connectionIs(page, 'live');
    await nextFrame(page);
    await figureIs(page, 'requests', answered);
  });
});

/** Interpolated between neighbours, as the service's are. */
function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  const place = share * (sorted.length - 1);
  const [low, high] = [sorted[Math.floor(place)]!, sorted[Math.ceil(place)]!];
  return low + (high - low) * (place % 1);
}
