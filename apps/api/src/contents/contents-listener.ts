import type { Memory, ToolCallEvent, ToolResultEvent } from '@yychat/engine-core';
import type { MemoryOutcome } from '@yychat/protocol';
import type { TurnContext, TurnEvent, TurnListener, TurnObserver } from '../chat/turn-listener.js';
import { ContentsWriter } from './contents-writer.js';
import type { KeptContents } from './kept-contents.js';

/** Keeps the contents of turns that had memories or ran tools. */
export class ContentsListener implements TurnListener {
  constructor(private readonly kept: KeptContents) {}

  onTurn(context: TurnContext): TurnObserver {
    return new TurnContentsObserver(this.kept, context);
  }
}

class TurnContentsObserver implements TurnObserver {
  #outcome: MemoryOutcome = 'off';
  #memories: readonly Memory[] = [];
  #calls: ToolCallEvent[] | undefined;
  #results: ToolResultEvent[] | undefined;
  readonly #forgotten: number;

  constructor(
    private readonly kept: KeptContents,
    private readonly context: TurnContext,
  ) {
    this.#forgotten = kept.forgotten;
  }

  onEvent(event: TurnEvent): void {
    switch (event.type) {
      case 'message-start':
        this.#outcome = event.memory;
        this.#memories = event.recalled ?? [];
        break;
      case 'tool-call':
        (this.#calls ??= []).push(event);
        break;
      case 'tool-result':
        (this.#results ??= []).push(event);
        break;
    }
  }

  onEnd(): void {
    const { turn, engine } = this.context;
    const calls = this.#calls ?? [];
    const results = this.#results ?? [];
    if (this.#memories.length + results.length === 0) return;
    // What was deleted while the turn ran may be among it.
    if (this.#forgotten !== this.kept.forgotten) return;
    const writer = new ContentsWriter();
    const memories = this.#memories.map((memory) => writer.memory(memory));
    const tools = results.map((result) => writer.tool(result, callOf(result, calls)));
    this.kept.keep(
      turn.tenant,
      {
        object: 'turn.contents',
        request_id: turn.id,
        engine,
        conversation_id: turn.conversationId ?? null,
        memory: this.#outcome,
        memories,
        tools,
        truncated: writer.isCut,
      },
      writer.bytes,
    );
  }
}

function callOf({ step, callId }: ToolResultEvent, calls: readonly ToolCallEvent[]) {
  return calls.find((event) => event.step === step && event.call.id === callId)?.call;
}
