import { InvalidRequestError, type Logger } from '@yychat/engine-core';
import { WINDOWS, type WindowName } from '@yychat/metrics';
import type { DashboardSnapshot } from '@yychat/protocol';
import { errorEnvelope } from '../../errors/error-envelope.js';
import type { DashboardSocket } from './dashboard-socket.js';
import type { LiveDashboard } from './live-dashboard.js';

/** What who has not asked for another window is shown. */
const DEFAULT_WINDOW: WindowName = '5m';

/** Shows a socket what it asks for; whatever it sends, no more can happen to it than to be cut off. */
export function serveSocket(socket: DashboardSocket, live: LiveDashboard, logger: Logger): void {
  let watched = DEFAULT_WINDOW;
  let turn: Promise<unknown> = Promise.resolve();

  /** One after the other: the window that was asked for last is the one that is watched. */
  const show = (window: () => WindowName, answer: (snapshot: DashboardSnapshot) => void) => {
    turn = turn.then(async () => {
      try {
        const asked = window();
        const snapshot = await live.show(socket, asked);
        if (snapshot === undefined) return;
        watched = asked;
        answer(snapshot);
      } catch (error) {
        logger.error({ err: error }, 'a dashboard could not be shown');
        socket.disconnect(true);
      }
    });
  };

  socket.on('snapshot', (answer: unknown) => show(() => watched, answering(answer)));
  socket.on('watch', (window: unknown, answer: unknown) => {
    if (isWindow(window)) show(() => window, answering(answer));
    else answering(answer)(noWindow());
  });
  show(
    () => watched,
    (snapshot) => socket.emit('snapshot', snapshot),
  );
}

/** A client need not want an answer. */
function answering(answer: unknown): (content: object) => void {
  return typeof answer === 'function' ? (answer as (content: object) => void) : () => undefined;
}

function isWindow(value: unknown): value is WindowName {
  return typeof value === 'string' && Object.hasOwn(WINDOWS, value);
}

function noWindow(): object {
  const windows = Object.keys(WINDOWS).join(', ');
  return errorEnvelope(new InvalidRequestError(`There is no such window. There are ${windows}.`, 'window'));
}
