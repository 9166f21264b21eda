import type { EngineError, Logger, Usage } from '@yychat/engine-core';
import type { TurnContext, TurnEvent, TurnListener, TurnObserver } from './turn-listener.js';

/** One line for every turn: what happened and how long it took, never what was said. */
export class TurnLog implements TurnListener {
  constructor(private readonly logger: Logger) {}

  onTurn(context: TurnContext): TurnObserver {
    return new TurnLine(this.logger, context);
  }
}

class TurnLine implements TurnObserver {
  #memory: string | undefined;
  #firstChunk: number | undefined;
  #upstream = 0;
  #toolCalls = 0;
  #dropped = 0;
  #usage: Usage | undefined;

  constructor(
    private readonly logger: Logger,
    private readonly context: TurnContext,
  ) {}

  onEvent(event: TurnEvent): void {
    switch (event.type) {
      case 'message-start':
        this.#memory = event.memory;
        break;
      case 'stage-end':
        if (event.stage === 'first_chunk') this.#firstChunk = event.duration;
        else if (event.stage === 'openai_api') this.#upstream += event.duration;
        break;
      case 'tool-result':
        this.#toolCalls++;
        break;
      case 'history-trimmed':
        this.#dropped = event.dropped;
        break;
      case 'usage':
        this.#usage = event.usage;
        break;
    }
  }

  onEnd(duration: number, error: EngineError | undefined): void {
    const { turn, engine, epoch, principal, trace } = this.context;
    const fields = {
      request_id: turn.id,
      ...(trace !== undefined && { trace_id: trace.context.traceId, span_id: trace.context.spanId }),
      tenant: turn.tenant,
      key: principal.name,
      engine,
      epoch,
      model: turn.model,
      stream: turn.stream,
      memory: this.#memory,
      duration_ms: round(duration),
      first_chunk_ms: round(this.#firstChunk),
      upstream_ms: round(this.#upstream),
      tool_calls: this.#toolCalls,
      tokens_in: this.#usage?.prompt_tokens,
      tokens_out: this.#usage?.completion_tokens,
      ...(this.#dropped > 0 && { history_dropped: this.#dropped }),
      ...(error !== undefined && { status: error.status, error_code: error.code }),
    };
    if (error === undefined) this.logger.info(fields, 'turn complete');
    else if (error.code === 'cancelled') this.logger.info(fields, 'turn cancelled');
    // The message of an error may quote what was said: for debugging only.
    else if (error.code === 'internal_error') this.logger.error({ ...fields, err: error }, 'turn failed');
    else this.logger.warn(fields, 'turn failed');
    if (error !== undefined) this.logger.debug({ request_id: turn.id, err: error }, 'why the turn failed');
  }
}

function round(milliseconds: number | undefined): number | undefined {
  return milliseconds === undefined ? undefined : Math.round(milliseconds * 100) / 100;
}
