import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startRedis, type RedisServer } from '@yychat/services';
import type { Page } from 'playwright-core';
import { connectionIs, logIn, nextFrame, pageOpener } from './support/browser.js';
import { chat } from './support/chat.js';
import { startService, type RunningService } from './support/service.js';

let redis: RedisServer;
let services: readonly [RunningService, RunningService];
/** Requests that were answered so far, by either. */
let answered = 0;
const openPage = pageOpener();
beforeAll(async () => {
  redis = await startRedis();
  const start = () => startService({ USE_REDIS_CACHE: 'true', REDIS_URL: redis.url });
  services = await Promise.all([start(), start()]);
});
afterAll(async () => {
  await Promise.all(services.map((service) => service.stop()));
  await redis.stop();
});

async function pageOf({ url }: RunningService, path = '/dashboard/'): Promise<Page> {
  const page = await openPage(url);
  await logIn(page, path);
  await connectionIs(page, 'live');
  return page;
}

/** Sends one request to each. */
async function chatWithBoth(content: string): Promise<void> {
  await Promise.all(services.map((service) => chat(service, content)));
  answered += services.length;
}

const requestsAre = (page: Page, count: number) =>
  page.locator(`[data-figure=requests] [data-value="${count}"]`).waitFor();
const instancesAre = (page: Page) =>
  page.locator('[data-fact=instances]').getByText('2 instances', { exact: true }).waitFor();
const engineIs = (page: Page, name: string) =>
  page.locator('[data-fact=engine]').getByText(name, { exact: true }).waitFor();

describe('two instances over one Redis', () => {
  it('are both on the page of either, with the requests of both', async () => {
    await chatWithBoth('Hello');
    for (const service of services) {
      const page = await pageOf(service);
      await instancesAre(page);
      await requestsAre(page, answered);
      const table = page.getByRole('region', { name: 'Instances' });
      await table.locator('tbody tr').nth(1).waitFor();
      expect(await table.locator('tbody tr').count()).toBe(2);
    }
  });

  it('are switched together, which the page of either shows', async () => {
    const [page, other] = [await pageOf(services[0], '/dashboard/engines'), await pageOf(services[1])];
    await instancesAre(page);
    await page.getByRole('button', { name: 'Switch to it mem0_proxy' }).click();
    const dialog = page.getByRole('dialog', { name: 'Switch to mem0_proxy' });
    await dialog.getByRole('button', { name: 'Switch', exact: true }).click();
    await dialog.locator('[data-switched=done]').waitFor();
    await dialog.getByText('2 of 2 instances have it').waitFor();
    await engineIs(other, 'mem0_proxy');
  });

  it('go on without a Redis that is frozen: the page says what is missing, and shows all when it is back', async () => {
    const page = await pageOf(services[0]);
    await requestsAre(page, answered);
    redis.freeze();
    try {
      await page.locator('[data-notice=incomplete]').waitFor();
      await chatWithBoth('Is anybody there?');
      await nextFrame(page);
      await connectionIs(page, 'live');
    } finally {
      redis.thaw();
    }
    await page.locator('[data-notice=incomplete]').waitFor({ state: 'detached' });
    await requestsAre(page, answered);
    await instancesAre(page);
  });
});
