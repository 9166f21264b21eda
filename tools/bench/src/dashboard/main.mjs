/**
 * What dashboards cost the instance that they are connected to. Build the API first.
 *   node tools/bench/src/dashboard/main.mjs [--clients N] [--stalled N]
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { startSimulator } from '@yychat/simulator';
import { Children } from '../runner/children.mjs';
import { cpuTime } from '../runner/cpu-time.mjs';
import { goalLine, isMet, summaryLine } from '../runner/goals.mjs';
import { residentMb } from '../runner/memory.mjs';
import { freePort, listening } from '../runner/ports.mjs';
import { spread } from '../runner/spread.mjs';
import { figure, table } from '../runner/table.mjs';
import { RawDashboard } from './raw-dashboard.mjs';

const { values } = parseArgs({
  options: {
    clients: { type: 'string', default: '1000' },
    /** That ask for snapshots and do not read them. */
    stalled: { type: 'string', default: '40' },
  },
});
const [clients, stalled] = [Number(values.clients), Number(values.stalled)];

const TOKEN = 'bench-admin-key-0123456789';
/** Turns a second all the while, so that there is something to show. */
const TURNS = 5;
/** Milliseconds that are measured; event-loop delays are told for the last minute. */
const QUIET = 30_000;
const BUSY = 75_000;
const STALLED = 40_000;

const directory = mkdtempSync(join(tmpdir(), 'yychat-bench-'));
const children = new Children(directory);
const upstream = await startSimulator();
const port = await freePort();
const url = `http://127.0.0.1:${port}`;
const service = children.start({
  name: 'api',
  args: [join(import.meta.dirname, '../../../../apps/api/dist/main.js')],
  env: {
    PORT: String(port),
    YYCHAT_API_KEY: TOKEN,
    YYCHAT_DATA_DIR: directory,
    OPENAI_BASE_URL: upstream.baseURL,
    OPENAI_API_KEY: 'sk-bench-0123456789',
    LOG_LEVEL: 'warn',
  },
});
await listening(port, { timeoutMs: 30_000, ended: () => children.ended('api', service) });

const headers = { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json' };
const body = JSON.stringify({ messages: [{ role: 'user', content: 'Hello.' }] });
const traffic = setInterval(() => {
  void fetch(`${url}/v1/chat/completions`, { method: 'POST', headers, body }).then((answer) => answer.text());
}, 1_000 / TURNS);

/** Share of a core that the service keeps busy in this time. @param {number} duration milliseconds */
async function cpuShare(duration) {
  const [cpu, at] = [cpuTime([service.pid]), performance.now()];
  await sleep(duration);
  return (cpuTime([service.pid]) - cpu) / ((performance.now() - at) * 1e6);
}

/** Seconds, of the last minute. */
async function eventLoopDelay() {
  const answer = await fetch(`${url}/v1/dashboard/realtime`, { headers });
  const { system } = /** @type {{ system: { event_loop_delay: { p99: number, max: number } } }} */ (
    await answer.json()
  );
  return system.event_loop_delay;
}

await sleep(10_000);
const quiet = await cpuShare(QUIET);
const before = residentMb([service.pid]);

const connectCpu = cpuTime([service.pid]);
const dashboards = Array.from({ length: clients }, () => new RawDashboard({ port, token: TOKEN }));
await Promise.all(dashboards.map((dashboard) => dashboard.shown()));
const connected = (cpuTime([service.pid]) - connectCpu) / 1e6;
await sleep(5_000);
const framesBefore = dashboards.reduce((sum, { frames }) => sum + frames, 0);
const busy = await cpuShare(BUSY);
const frames = dashboards.reduce((sum, each) => sum + each.frames, 0) - framesBefore;
const gaps = dashboards.reduce((sum, each) => sum + each.gaps, 0);
const delay = await eventLoopDelay();
const after = residentMb([service.pid]);

const hostile = Array.from({ length: stalled }, () => new RawDashboard({ port, token: TOKEN }));
await Promise.all(hostile.map((dashboard) => dashboard.shown()));
const calm = residentMb([service.pid]);
for (const dashboard of hostile) dashboard.stopReading();
let most = calm;
const end = performance.now() + STALLED;
while (performance.now() < end) {
  // As often as it may, without being cut off for that.
  for (const dashboard of hostile) if (!dashboard.isClosed) dashboard.ask();
  await sleep(220);
  most = Math.max(most, residentMb([service.pid]));
}
for (const dashboard of hostile) dashboard.close();
const { frameSize = 0, snapshotSize = 0 } = dashboards[0] ?? {};

const rows = [
  ['', 'measured'],
  [`CPU without dashboards, ${TURNS} turns/s, % of a core`, figure(quiet * 100, 1)],
  [`CPU with ${clients} dashboards, % of a core`, figure(busy * 100, 1)],
  [`CPU until all ${clients} were shown a snapshot, ms`, figure(connected, 0)],
  ['memory of a dashboard, KB', figure(((after - before) / clients) * 1_024, 0)],
  ['bytes of a frame, of a snapshot', `${frameSize}, ${snapshotSize}`],
  ['frames that came, a second and dashboard', figure(frames / clients / (BUSY / 1_000), 2)],
  ['frames that were left out', String(gaps)],
  ['event-loop delay, longest, ms', figure(delay.max * 1_000, 0)],
];
/** @param {string} name @param {number} value @param {number} atMost @param {string} unit */
const goal = (name, value, atMost, unit) => ({ name, measured: spread([value]), atMost, unit });
const goals = [
  goal(`CPU of ${clients} dashboards`, (busy - quiet) * 100, 10, ' % of a core'),
  goal('event-loop delay, p99', delay.p99 * 1_000, 50, ' ms'),
  goal('memory of a client that asks and does not read', (most - calm) / stalled, 2, ' MB'),
];
console.log(`${table(rows)}\n`);
console.log(`Node ${process.version}, ${availableParallelism()} cores, load ${loadavg()[0]?.toFixed(1)}.\n`);
for (const it of goals) console.log(goalLine(it));
console.log(summaryLine(goals));

clearInterval(traffic);
for (const dashboard of dashboards) dashboard.close();
await children.stopAll();
await upstream.close();
rmSync(directory, { recursive: true, force: true });
process.exit(goals.every(isMet) ? 0 : 1);
