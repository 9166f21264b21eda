import {
  CompletionCollector,
  parseChatRequest,
  toEngineError,
  type AnswerIdentity,
  type ChatRequestDefaults,
  EngineError,
  type Clock,
  type EngineLease,
  type EngineManager,
  type GenerateOptions,
  type MessageStart,
  type Turn,
} from '@yychat/engine-core';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { forbidden, principalOf } from '../auth/authentication.js';
import { mayAct } from '../auth/principal.js';
import { sendError } from '../errors/send-error.js';
import type { RateLimits } from '../limits/rate-limits.js';
import type { TurnTracer } from '../tracing/turn-tracer.js';
import { ClientConnection } from './client-connection.js';
import { EventStream } from './event-stream.js';
import type { TurnEvent, TurnListener, TurnObserver } from './turn-listener.js';
import type { TurnsInFlight } from './turns-in-flight.js';
import { WaitingTime } from './waiting-time.js';

export interface TurnRunnerParts {
  readonly engines: EngineManager;
  readonly limits: RateLimits;
  readonly inFlight: TurnsInFlight;
  readonly listeners: readonly TurnListener[];
  /** Given: one of the listeners, and turns are traced. */
  readonly tracer: TurnTracer | undefined;
  readonly defaults: ChatRequestDefaults;
  readonly clock: Clock;
}

/** What one turn is made of, once its request has been let in. */
interface RunningTurn {
  readonly turn: Turn;
  readonly includeUsage: boolean;
  /** When the request arrived, by the clock's `monotonic`. */
  readonly begun: number;
  readonly lease: EngineLease;
  readonly client: ClientConnection;
  readonly options: GenerateOptions;
  readonly observers: readonly TurnObserver[];
  readonly reply: FastifyReply;
}

/** Runs turns: from the request to the last byte of the answer. */
export class TurnRunner {
  constructor(private readonly parts: TurnRunnerParts) {}

  /** @throws EngineError for a request that does not become a turn */
  async run(http: FastifyRequest, reply: FastifyReply): Promise<void> {
    const { engines, inFlight, limits, listeners, tracer, defaults, clock } = this.parts;
    const begun = http.arrived;
    const principal = principalOf(http);
    const admission = limits.admit(principal, (name, value) => void reply.header(name, value));
    if (admission !== undefined) await admission;
    const { turn: asked, includeUsage, engine } = parseChatRequest(http.body, defaults);
    // The turn has what it needs of it, and may be long.
    http.body = undefined;
    if (engine !== undefined && !mayAct(principal, 'operator')) throw forbidden('operator');
    const client = new ClientConnection(reply.raw);
    inFlight.enter(client);
    let lease: EngineLease | undefined;
    try {
      const turn = { ...asked, id: http.id, tenant: principal.tenant };
      lease = engines.acquire(engine, `${turn.tenant} ${turn.conversationId ?? turn.id}`);
      const trace = tracer?.begin(http.headers);
      const queue = clock.monotonic() - begun;
      const context = { turn, engine: lease.engine.name, epoch: lease.epoch, principal, queue, trace };
      const observers = listeners.map((listener) => listener.onTurn(context));
      const options = { signal: client.signal, trace };
      await this.#answer({ turn, includeUsage, begun, lease, client, options, observers, reply });
    } finally {
      lease?.release();
      client.whenClosed(() => inFlight.leave(client));
    }
  }

  async #answer(running: RunningTurn): Promise<void> {
    const { reply, lease, begun, observers, client } = running;
    reply.header('x-yychat-engine', lease.engine.name).header('x-yychat-engine-epoch', String(lease.epoch));
    let failure: EngineError | undefined;
    try {
      failure = await (running.turn.stream ? this.#stream(running) : this.#collect(running));
    } catch (error) {
      failure = reasonOf(error, client);
      sendError(reply, failure);
    }
    const duration = this.parts.clock.monotonic() - begun;
    for (const observer of observers) observer.onEnd(duration, failure);
  }

  async #stream(running: RunningTurn): Promise<EngineError | undefined> {
    const { turn, reply, client, options, includeUsage } = running;
    const stream = new EventStream(reply, client, this.#identity(turn));
    for await (const event of running.lease.engine.generateResponse(turn, options)) {
      switch (event.type) {
        case 'text-delta':
        case 'message-delta':
        case 'tool-call-delta': {
          const room = stream.write(event);
          if (room !== undefined) await room;
          continue;
        }
        case 'message-start':
          announce(reply, event);
          stream.open();
          break;
        case 'usage':
          if (includeUsage) stream.writeUsage(event.usage);
          break;
        case 'error': {
          const error = reasonOf(event.error, client);
          stream.fail(error);
          return error;
        }
        case 'turn-end':
          stream.done();
          break;
      }
      tell(running, event);
    }
    return undefined;
  }

  async #collect(running: RunningTurn): Promise<undefined> {
    const { turn, begun, reply, options } = running;
    const collector = new CompletionCollector();
    const waited = new WaitingTime();
    for await (const event of running.lease.engine.generateResponse(turn, options)) {
      if (event.type === 'error') throw event.error;
      collector.accept(event);
      if (event.type === 'text-delta' || event.type === 'message-delta' || event.type === 'tool-call-delta')
        continue;
      if (event.type === 'message-start') announce(reply, event);
      waited.accept(event);
      tell(running, event);
    }
    const body = JSON.stringify(collector.completion(this.#identity(turn)));
    const overhead = Math.max(0, this.parts.clock.monotonic() - begun - waited.total);
    void reply
      .header('x-yychat-overhead-ms', overhead.toFixed(3))
      .header('content-type', 'application/json; charset=utf-8')
      .send(body);
    return undefined;
  }

  /** For answers of engines that give them none. */
  #identity({ id, model }: Turn): AnswerIdentity {
    return { id: `chatcmpl-${id}`, created: Math.floor(this.parts.clock.now() / 1_000), model };
  }
}

function announce(reply: FastifyReply, { memory, answerCacheHit }: MessageStart): void {
  reply.header('x-yychat-memory', memory);
  if (answerCacheHit !== undefined) reply.header('x-yychat-answer', answerCacheHit ? 'hit' : 'miss');
}

function tell({ observers }: RunningTurn, event: TurnEvent): void {
  for (const observer of observers) observer.onEvent(event);
}

/** Why a turn ended: where this server broke it off, its own reason and not what the engine made of it. */
function reasonOf(error: unknown, { signal }: ClientConnection): EngineError {
  if (!signal.aborted) return toEngineError(error);
  const reason = toEngineError(signal.reason);
  if (EngineError.is(error)) reason.stages = error.stages;
  return reason;
}
