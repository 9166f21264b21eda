import type { DashboardClientEvents, DashboardServerEvents } from '@yychat/protocol';
import type { DefaultEventsMap, Namespace, Socket } from 'socket.io';
import type { Visitor } from './reception.js';

/** What is kept of a socket. */
export interface SocketData {
  visitor: Visitor;
}

export type DashboardNamespace = Namespace<
  DashboardClientEvents,
  DashboardServerEvents,
  DefaultEventsMap,
  SocketData
>;
export type DashboardSocket = Socket<
  DashboardClientEvents,
  DashboardServerEvents,
  DefaultEventsMap,
  SocketData
>;
