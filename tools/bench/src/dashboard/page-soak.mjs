/**
 * What the overview with 300 points in each of its six charts costs the browser that it is left open in: main thread, long tasks, heap
 * after garbage collection. Build API and dashboard first; needs Chromium.
 *   node tools/bench/src/dashboard/page-soak.mjs [--minutes 30] [--turns 3]
 */
import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { chromium } from 'playwright-core';

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '30' },
    /** A second. */
    turns: { type: 'string', default: '3' },
  },
});
const MAIN = join(import.meta.dirname, '../../../../apps/api/dist/main.js');
const KEY = 'bench-admin-key-0123456789';
/** Milliseconds: the buffers of the page hold five minutes, so that it grows until then. */
const FILLED = 5.5 * 60_000;

const directory = await mkdtemp(join(tmpdir(), 'yychat-bench-page-'));
const service = spawn(process.execPath, [MAIN], {
  cwd: directory,
  env: {
    PATH: process.env.PATH,
    PORT: '0',
    YYCHAT_API_KEY: KEY,
    YYCHAT_DATA_DIR: directory,
    LOG_LEVEL: 'error',
  },
  stdio: ['ignore', 'ignore', 'pipe'],
});
const url = await new Promise((resolve) => {
  let text = '';
  service.stderr.setEncoding('utf8').on('data', (/** @type {string} */ more) => {
    const found = /listens on (http:\S+)/.exec((text += more));
    if (found) resolve(found[1]);
  });
});
const talking = setInterval(
  () => {
    const body = { messages: [{ role: 'user', content: 'What is 12 * 7?' }], stream: Math.random() < 0.5 };
    void fetch(`${url}/v1/chat/completions`, {
      method: 'POST',
      headers: { authorization: `Bearer ${KEY}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
      .then((answer) => answer.text())
      .catch(() => undefined);
  },
  1_000 / Number(values.turns),
);

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium',
  args: [
    '--no-sandbox',
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
  ],
});
try {
  const context = await browser.newContext({ viewport: { width: 1_440, height: 1_600 } });
  await context.request.post(`${url}/v1/dashboard/session`, { data: { key: KEY } });
  const page = await context.newPage();
  await page.goto(`${url}/dashboard?points=300`);
  await page.waitForTimeout(10_000);
  const devtools = await context.newCDPSession(page);
  await devtools.send('Performance.enable', { timeDomain: 'threadTicks' });
  await devtools.send('HeapProfiler.enable');
  // A text, for it is the browser's, and not of this program.
  await page.evaluate(`{
    const tasks = (globalThis.longTasks = []);
    new PerformanceObserver((list) => {
      for (const { startTime, duration } of list.getEntries()) tasks.push([startTime / 60_000, duration]);
    }).observe({ entryTypes: ['longtask'] });
  }`);
  /** @returns {Promise<Record<string, number>>} */
  const figures = async () => {
    const { metrics } = await devtools.send('Performance.getMetrics');
    return Object.fromEntries(metrics.map(({ name, value }) => [name, value]));
  };
  const look = async () => {
    await devtools.send('HeapProfiler.collectGarbage');
    const { JSHeapUsedSize: heap = 0, TaskDuration: busy = 0, Nodes: nodes = 0 } = await figures();
    return { heap: heap / 1e6, busy, nodes };
  };
  const end = performance.now() + Number(values.minutes) * 60_000;
  const begun = performance.now();
  const heaps = [];
  let before = await look();
  while (performance.now() < end) {
    const from = performance.now();
    await sleep(Math.min(60_000, end - from));
    // The collection of garbage is not the page's doing: it comes after the look at how busy it was.
    const { TaskDuration: busy = 0 } = await figures();
    const now = await look();
    const minutes = (performance.now() - begun) / 60_000;
    if (performance.now() - begun > FILLED) heaps.push(now.heap);
    const share = ((busy - before.busy) / ((performance.now() - from) / 1_000)) * 100;
    console.log(
      `${minutes.toFixed(1)} min: heap ${now.heap.toFixed(1)} MB, ${now.nodes} nodes, main thread ${share.toFixed(1)} %`,
    );
    before = now;
  }
  const long = /** @type {[minute: number, duration: number][]} */ (
    await page.evaluate('globalThis.longTasks')
  );
  for (const [minute, duration] of long) {
    if (duration > 100) console.log(`a task of ${duration} ms in minute ${minute.toFixed(1)}`);
  }
  const durations = long.map(([, duration]) => duration);
  console.log(`long tasks: ${long.length}, longest ${Math.max(0, ...durations)} ms`);
  const segments = await page
    .locator('path.recharts-line-curve')
    .evaluateAll((paths) => paths.map((path) => path.getAttribute('d')?.match(/[A-Z]/g)?.length ?? 0));
  console.log(`points of the lines: ${segments.join(', ')}`);
  if (heaps.length > 0)
    console.log(
      `heap once the buffers are full: ${Math.min(...heaps).toFixed(1)} to ${Math.max(...heaps).toFixed(1)} MB`,
    );
} finally {
  clearInterval(talking);
  await browser.close();
  service.kill('SIGTERM');
  await rm(directory, { recursive: true, force: true });
}
