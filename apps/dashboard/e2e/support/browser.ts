import { afterAll, afterEach, beforeAll, expect } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';
import { ADMIN_KEY } from './service.js';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome'];
const ARGUMENTS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** What a request was answered with, and whether the service is there, is the matter of the test. */
const EXPECTED = /^(?:Failed to load resource|WebSocket connection to)/;

/** @throws Error that says how to get one */
function findChromium(): string {
  const given = process.env['CHROMIUM_PATH'];
  if (given !== undefined && given !== '') return given;
  for (const name of NAMES) {
    try {
      return execFileSync('which', [name], { encoding: 'utf8' }).trim();
    } catch {
      // The next one.
    }
  }
  throw new Error(`There is no browser: install one of ${NAMES.join(', ')}, or set CHROMIUM_PATH.`);
}

export interface PageOptions {
  readonly theme?: 'light' | 'dark';
  readonly language?: 'en' | 'zh';
  readonly width?: number;
}

interface OpenPage {
  readonly page: Page;
  readonly context: BrowserContext;
  /** What the browser complained of: errors of scripts, and of the policy that forbids some. */
  readonly complaints: readonly string[];
}

/**
 * A browser for the tests of a file. What a test opened is closed after it, and the browser must not have complained.
 * @returns opens a page of somebody who was never here
 */
export function pageOpener(): (baseURL: string, options?: PageOptions) => Promise<Page> {
  let browser: Browser;
  let opened: OpenPage[] = [];
  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: findChromium(), args: ARGUMENTS });
  });
  afterEach(async () => {
    const complaints = opened.flatMap((page) => page.complaints);
    await Promise.all(opened.map(({ context }) => context.close()));
    opened = [];
    expect(complaints).toEqual([]);
  });
  afterAll(() => browser.close());
  return async (baseURL, options) => {
    const open = await openPage(browser, baseURL, options);
    opened.push(open);
    return open.page;
  };
}

async function openPage(
  browser: Browser,
  baseURL: string,
  { theme = 'light', language = 'en', width = 1280 }: PageOptions = {},
): Promise<OpenPage> {
  const context = await browser.newContext({
    baseURL,
    viewport: { width, height: 900 },
    colorScheme: theme,
    locale: language === 'zh' ? 'zh-CN' : 'en-US',
  });
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error' && !EXPECTED.test(message.text())) complaints.push(message.text());
  });
  return { page, context, complaints };
}

/** Logs in as anybody does: with a key, in the form. */
export async function logIn(page: Page, path = '/dashboard/', key = ADMIN_KEY): Promise<void> {
  await page.goto(path);
  await page.locator('input').fill(key);
  await page.locator('button[type=submit]').click();
  await page.locator('[data-fact=connection]').waitFor();
}

/** Waits until the status bar says so. */
export async function connectionIs(
  page: Page,
  word: 'live' | 'paused' | 'reconnecting' | 'stale',
): Promise<void> {
  await page.locator(`[data-connection=${word}]`).waitFor();
}

/** The number of the frame that is shown. */
export function lastFrame(page: Page): Promise<string | null> {
  return page.locator('[data-frame]').getAttribute('data-frame');
}

/** Waits until another frame is shown. */
export async function nextFrame(page: Page): Promise<void> {
  const before = await lastFrame(page);
  await page.waitForFunction(
    (seen) => document.querySelector('[data-frame]')?.getAttribute('data-frame') !== seen,
    before,
  );
}
