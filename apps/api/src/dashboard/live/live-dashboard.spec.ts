import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createServer, type Server as HttpServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { silentLogger, systemClock } from '@yychat/engine-core';
import { Metrics, SqliteMetricsStore } from '@yychat/metrics';
import { UnreliableStore } from '@yychat/metrics/testing';
import type { AlertChange, DashboardClientEvents, DashboardServerEvents } from '@yychat/protocol';
import { Server } from 'socket.io';
import { io, type Socket } from 'socket.io-client';
import type { DashboardNamespace } from './dashboard-socket.js';
import { FrameMaker } from './frame-maker.js';
import { LiveDashboard } from './live-dashboard.js';
import { LiveRooms } from './live-rooms.js';
import type { Reception } from './reception.js';
import { serveSocket } from './serve-socket.js';

type Watcher = Socket<DashboardServerEvents, DashboardClientEvents>;

const everybody = { isWelcome: () => true } as unknown as Reception;

let http: HttpServer;
let server: Server;
let store: SqliteMetricsStore;
let live: LiveDashboard;
let reads: number;
/** Happens while a frame is made. */
let duringLook: () => void;
let watchers: Watcher[];
beforeEach(async () => {
  http = createServer();
  server = new Server(http, { transports: ['websocket'], perMessageDeflate: false });
  const clock = systemClock;
  store = new SqliteMetricsStore({ file: ':memory:', clock });
  const counted = new UnreliableStore(store);
  reads = 0;
  duringLook = () => undefined;
  counted.fate = () => {
    reads += 1;
    return 'well';
  };
  const metrics = new Metrics({ store: counted, clock, logger: silentLogger, instance: 'one' });
  const namespace = server.of('/dashboard') as DashboardNamespace;
  const frames = new FrameMaker({
    ...{ queries: metrics.queries, clock },
    engine: () => ({ name: 'chat_engine', epoch: 1, since: '' }),
    alerts: () => {
      duringLook();
      return { firing: 0, critical: 0, pending: 0 };
    },
  });
  const rooms = new LiveRooms(namespace);
  live = new LiveDashboard({ namespace, rooms, frames, reception: everybody, clock, logger: silentLogger });
  namespace.on('connection', (socket) => serveSocket(socket, live, silentLogger));
  watchers = [];
  await once(http.listen(0), 'listening');
});
afterEach(async () => {
  for (const watcher of watchers) watcher.close();
  live.close();
  await server.close();
  await store.close();
});

function watch(): Watcher {
  const { port } = http.address() as AddressInfo;
  const options = { transports: ['websocket'], forceNew: true };
  const watcher: Watcher = io(`http://127.0.0.1:${port}/dashboard`, options);
  watchers.push(watcher);
  return watcher;
}
const frameOf = (watcher: Watcher) => new Promise((resolve) => watcher.once('realtime', resolve));

describe('frames', () => {
  it('are made only while somebody watches: else nothing is read', async () => {
    await sleep(1_500);
    expect(reads).toBe(0);
    const watcher = watch();
    await frameOf(watcher);
    await frameOf(watcher);
    expect(reads).toBeGreaterThanOrEqual(3);
    watcher.close();
    await sleep(1_200);
    const before = reads;
    await sleep(2_500);
    expect(reads).toBe(before);
    await frameOf(watch());
    expect(reads).toBeGreaterThan(before);
  });

  it('are made once, however many watch', async () => {
    const all = Array.from({ length: 120 }, watch);
    await Promise.all(all.map(frameOf));
    const before = reads;
    await Promise.all(all.map(frameOf));
    expect(reads - before).toBeLessThanOrEqual(2);
  });
});

describe('what must not be missed', () => {
  it('arrives whenever it is told, and takes no frame with it', async () => {
    const count = 40;
    const seen = Array.from({ length: count }, () => {
      const seqs: number[] = [];
      const alerts: string[] = [];
      const watcher = watch();
      watcher.on('realtime', ({ seq }) => void seqs.push(seq));
      watcher.on('alert', ({ incident_id: id }) => void alerts.push(id));
      return { watcher, seqs, alerts };
    });
    await Promise.all(seen.map(({ watcher }) => frameOf(watcher)));
    const told: string[] = [];
    const tell = (id: string) => {
      told.push(id);
      live.announce('alert', { incident_id: id } as AlertChange);
    };
    duringLook = () => tell(`${told.length} while a frame is made`);
    const end = performance.now() + 4_500;
    while (performance.now() < end) {
      tell(`${told.length}`);
      await sleep(50);
    }
    duringLook = () => undefined;
    await Promise.all(seen.map(({ watcher }) => frameOf(watcher)));
    for (const { seqs, alerts } of seen) {
      expect(alerts).toEqual(told);
      expect(seqs.length).toBeGreaterThanOrEqual(4);
      expect(seqs).toEqual(seqs.map((_, i) => (seqs[0] ?? 0) + i));
    }
  });
});
