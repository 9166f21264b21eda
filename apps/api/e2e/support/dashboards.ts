import {
  DASHBOARD_NAMESPACE,
  type DashboardClientEvents,
  type DashboardFrame,
  type DashboardServerEvents,
  type DashboardSnapshot,
} from '@yychat/protocol';
import { io, type Socket } from 'socket.io-client';
import { send } from './http.js';
import type { ServiceUnderTest } from './service.js';

export type Dashboard = Socket<DashboardServerEvents, DashboardClientEvents>;
export type Refusal = Error & { readonly data?: unknown };

/** How a dashboard connects: with `auth: { token }`, or a cookie and an origin, as a browser does. */
export interface Entry {
  readonly token?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  readonly transport?: 'websocket' | 'polling';
  readonly namespace?: string;
}

const opened: Dashboard[] = [];

/** Opens a dashboard; `closeDashboards` closes it. */
export function openDashboard(
  service: ServiceUnderTest,
  { token, headers = {}, transport = 'websocket', namespace = DASHBOARD_NAMESPACE }: Entry,
): Dashboard {
  const dashboard: Dashboard = io(service.url + namespace, {
    auth: token === undefined ? {} : { token },
    extraHeaders: { ...headers },
    transports: [transport],
    forceNew: true,
    reconnection: false,
  });
  opened.push(dashboard);
  return dashboard;
}

export function closeDashboards(): void {
  for (const dashboard of opened.splice(0)) dashboard.close();
}

/** The snapshot that comes with the connection. @throws Error with which it was refused */
export function snapshotOf(dashboard: Dashboard): Promise<DashboardSnapshot> {
  return new Promise((resolve, reject) => {
    dashboard.once('snapshot', resolve);
    dashboard.once('connect_error', reject);
  });
}

/** Why nobody was let in. @throws Error when somebody was */
export function refusalOf(dashboard: Dashboard): Promise<Refusal> {
  return new Promise((resolve, reject) => {
    dashboard.once('connect_error', resolve);
    dashboard.once('connect', () => reject(new Error('It was let in.')));
  });
}

/** The next frame that fits. */
export function frameOf(
  dashboard: Dashboard,
  fits: (frame: DashboardFrame) => boolean = () => true,
): Promise<DashboardFrame> {
  return new Promise((resolve) => {
    const look = (frame: DashboardFrame) => {
      if (!fits(frame)) return;
      dashboard.off('realtime', look);
      resolve(frame);
    };
    dashboard.on('realtime', look);
  });
}

/** The next event of that name. */
export function eventOf<Event extends 'alert' | 'engine.switched' | 'instance'>(
  dashboard: Dashboard,
  event: Event,
): Promise<Parameters<DashboardServerEvents[Event]>[0]> {
  return new Promise((resolve) => {
    dashboard.once(event, resolve as never);
  });
}

/** Resolves with the reason when the connection is closed. */
export function closureOf(dashboard: Dashboard): Promise<string> {
  return new Promise((resolve) => void dashboard.once('disconnect', resolve));
}

/** Logs in, as the page does. @returns headers with which a browser opens a socket: the cookie and its origin */
export async function browserHeaders(
  service: ServiceUnderTest,
  key: string,
): Promise<Readonly<Record<string, string>>> {
  const { headers } = await send(service, 'POST /v1/dashboard/session', { key: null, body: { key } });
  const cookie = headers.getSetCookie()[0]?.split(';')[0] ?? '';
  return { cookie, origin: service.url };
}
