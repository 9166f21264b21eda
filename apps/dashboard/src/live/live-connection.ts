import {
  DASHBOARD_NAMESPACE,
  type DashboardClientEvents,
  type DashboardServerEvents,
  type DashboardSnapshot,
  type WindowName,
} from '@yychat/protocol';
import { io, type Socket } from 'socket.io-client';
import type { LiveStore } from './live-store.js';

/** Milliseconds that an answer may take. */
const DEADLINE = 5_000;
/** Milliseconds until the next attempt, after the server has closed or refused the connection; up to twice as long. */
const RETRY = 1_500;
/** What the server shows who has not asked for another. */
const DEFAULT_WINDOW: WindowName = '5m';

/** The socket that fills a store. It authenticates with the session's cookie. */
export class LiveConnection {
  readonly #store: LiveStore;
  readonly #onRefused: () => void;
  readonly #socket: Socket<DashboardServerEvents, DashboardClientEvents>;
  readonly #ticker: ReturnType<typeof setInterval>;
  #window: WindowName = DEFAULT_WINDOW;
  #asking = false;
  #retry: ReturnType<typeof setTimeout> | undefined;

  /** @param onRefused the server has closed the connection, or let nobody in: the session may be over */
  constructor(store: LiveStore, onRefused: () => void) {
    this.#store = store;
    this.#onRefused = onRefused;
    this.#socket = io(DASHBOARD_NAMESPACE, {
      transports: ['websocket'],
      withCredentials: true,
      forceNew: true,
      reconnectionDelay: 500,
      reconnectionDelayMax: 5_000,
      timeout: 10_000,
    });
    this.#listen();
    this.#ticker = setInterval(() => store.tick(), 1_000);
    document.addEventListener('visibilitychange', this.#look);
    this.#look();
  }

  /** Has the statistics be of this window from now on. */
  watch(window: WindowName): void {
    if (window === this.#window) return;
    this.#window = window;
    if (this.#socket.connected) void this.#ask();
  }

  close(): void {
    clearInterval(this.#ticker);
    clearTimeout(this.#retry);
    document.removeEventListener('visibilitychange', this.#look);
    this.#socket.close();
    this.#store.close();
  }

  readonly #look = () => this.#store.hidden(document.hidden);

  #listen(): void {
    const socket = this.#socket;
    const store = this.#store;
    socket.on('connect', () => {
      store.connection('connected');
      if (this.#window !== DEFAULT_WINDOW) void this.#ask();
    });
    socket.on('snapshot', (snapshot) => {
      if (snapshot.window === this.#window) store.snapshot(snapshot);
    });
    socket.on('realtime', (frame) => {
      if (!this.#asking && !store.frame(frame)) void this.#ask();
    });
    socket.on('alert', (alert) => store.alert(alert));
    socket.on('engine.switched', (engine) => store.switched(engine));
    socket.on('instance', (change) => store.instance(change));
    socket.on('disconnect', (reason) => {
      store.connection('reconnecting');
      if (reason === 'io server disconnect') this.#wasRefused();
    });
    socket.on('connect_error', () => {
      store.connection('reconnecting');
      // Not active: it was the server that said no, and the client would not try again.
      if (!socket.active) this.#wasRefused();
    });
  }

  #wasRefused(): void {
    this.#onRefused();
    clearTimeout(this.#retry);
    this.#retry = setTimeout(() => this.#socket.connect(), RETRY * (1 + Math.random()));
  }

  /** Asks for the whole state of the window. Until it is there, frames are of a state that is not known. */
  async #ask(): Promise<void> {
    if (this.#asking) return;
    this.#asking = true;
    try {
      let answer: DashboardSnapshot;
      do {
        const socket = this.#socket.timeout(DEADLINE);
        answer = (await socket.emitWithAck('watch', this.#window)) as DashboardSnapshot;
        // Another window may have been chosen meanwhile.
      } while (answer.window !== this.#window);
      this.#store.snapshot(answer);
    } catch {
      // Not in time: the next frame shows the gap again, and a new connection begins with a snapshot.
    } finally {
      this.#asking = false;
    }
  }
}
