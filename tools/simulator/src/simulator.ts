import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Behaviour } from './behaviour.js';
import { allowed } from './authorise.js';
import { demoBrain } from './brain/demo-brain.js';
import { plainBrain } from './brain/plain-brain.js';
import { Exchange } from './exchange.js';
import { Ledger, type SimulatorStats } from './ledger.js';
import { DEFAULT_MODELS } from './models.js';
import type { RecordedRequest } from './recorded-request.js';
import { answer } from './routes.js';
import { Script, type Rule } from './script.js';
import { stampedChat } from './stamps/stamped-chat.js';

/** How a simulator is started. */
export interface SimulatorOptions {
  /** Default: 0, a free one. */
  readonly port?: number;
  /** Default: `127.0.0.1`. */
  readonly host?: string;
  /** When given, any other bearer is refused with 401. */
  readonly apiKey?: string | undefined;
  /** Answers as a demonstration, and says so; keeps no requests. */
  readonly demo?: boolean;
  /** What `GET /v1/models` lists. Chat takes any model. */
  readonly models?: readonly string[] | undefined;
  /** For benchmarks: time stamps in every chunk, at the least cost; see the README. Keeps no requests. */
  readonly stamps?: boolean;
}

/** An OpenAI-compatible upstream that does what it is told. */
export interface Simulator {
  /** For `OpenAI({ baseURL })`, e.g. `http://127.0.0.1:41234/v1`. */
  readonly baseURL: string;
  /** The last 1,000 requests to `/v1/…`, oldest first. */
  readonly requests: readonly RecordedRequest[];
  /** One for each of the following chat requests, in order. A request that is refused uses none up. */
  enqueue(...behaviours: Behaviour[]): void;
  /** Adds a rule, after those there are; returns how to remove it. */
  rule(rule: Rule): () => void;
  /** What chat requests get that nothing else applies to. */
  defaults(behaviour: Behaviour): void;
  /** Forgets queue, rules, defaults, requests and counts. Answers under way go on. */
  reset(): void;
  stats(): SimulatorStats;
  /**
   * Waits until something is so.
   * @param timeoutMs - default 2,000
   * @throws Error after the time, with the counts at that moment
   */
  waitFor(predicate: (simulator: Simulator) => boolean, timeoutMs?: number): Promise<void>;
  /** Stops, and ends open connections. */
  close(): Promise<void>;
}

const KEPT = 1_000;
const POLL_MS = 5;
const CHAT = '/v1/chat/completions';

/**
 * Starts a simulator.
 * @throws Error when the address cannot be listened on
 */
export async function startSimulator(options: SimulatorOptions = {}): Promise<Simulator> {
  const {
    host = '127.0.0.1',
    port = 0,
    demo = false,
    stamps = false,
    models = DEFAULT_MODELS,
    apiKey,
  } = options;
  const script = new Script(stamps ? ['latency', 'chunks', 'gap'] : undefined);
  const ledger = new Ledger(demo || stamps ? 0 : KEPT);
  const around = { script, ledger, models, apiKey, brain: demo ? demoBrain : plainBrain };
  const stamped = stamps ? stampedChat(ledger, () => script.defaults) : undefined;
  const open = new Set<Exchange>();
  const server = createServer((request, response) => {
    if (stamped && request.url === CHAT && allowed(request.headers.authorization, apiKey)) {
      stamped(request, response);
      return;
    }
    const exchange = new Exchange(request, response);
    open.add(exchange);
    response.once('close', () => open.delete(exchange));
    void answer(exchange, around);
  });
  const baseURL = await listen(server, host, port);
  const simulator: Simulator = {
    baseURL,
    requests: ledger.requests,
    enqueue: (...behaviours) => script.enqueue(behaviours),
    rule: (rule) => script.add(rule),
    defaults: (behaviour) => {
      script.defaults = behaviour;
    },
    reset: () => {
      script.reset();
      ledger.reset();
    },
    stats: () => ledger.stats(),
    waitFor: async (predicate, timeoutMs = 2_000) => {
      const end = performance.now() + timeoutMs;
      while (!predicate(simulator)) {
        if (performance.now() > end) {
          throw new Error(`Not so after ${timeoutMs} ms; ${JSON.stringify(ledger.stats())}`);
        }
        await sleep(POLL_MS);
      }
    },
    close: async () => {
      if (!server.listening) return;
      for (const exchange of open) exchange.dropped = true;
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
    },
  };
  return simulator;
}

async function listen(server: Server, host: string, port: number): Promise<string> {
  server.keepAliveTimeout = 120_000;
  server.headersTimeout = 125_000;
  server.requestTimeout = 0;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host, port, backlog: 4_096 }, resolve);
  });
  const address = server.address() as AddressInfo;
  const name = address.family === 'IPv6' ? `[${address.address}]` : address.address;
  return `http://${name}:${address.port}/v1`;
}
