import { UpstreamProtocolError } from '../errors.js';
import type { AnswerEvent } from '../events.js';
import type { ModelChunk } from '../ports/chat-model.js';
import type {
  ChatCompletionChunk,
  ChatMessage,
  ChunkChoice,
  ChunkDelta,
  ToolCall,
  ToolCallDelta,
  Usage,
} from '../wire/chat-completion.js';
import { firstPiece, laterPiece, says } from './call-pieces.js';
import { PendingCall } from './pending-call.js';
import { addUsage } from './usage.js';

/** What one model call came to. */
export interface StepResult {
  readonly serverCalls: readonly ToolCall[];
  readonly clientCalls: readonly ToolCall[];
  /** The assistant message of this step, with all its calls, for the next model call. */
  readonly message: ChatMessage;
}

/**
 * Turns the chunks of one or more model calls into the events of one answer: one id, the role once and first, calls to
 * server tools taken out, calls to client tools numbered from 0. What it need not change it passes on as it came.
 */
export class AnswerAssembler {
  /** Events that are ready. The reader empties it. */
  readonly events: AnswerEvent[] = [];
  readonly #isServerTool: (name: string) => boolean;
  readonly #newCallId: () => string;
  #head: ChatCompletionChunk | undefined;
  #last: ChatCompletionChunk | undefined;
  #step = 0;
  readonly #hasRole: boolean[] = [];
  /** Calls of each choice that the client has seen. */
  readonly #seenCalls: number[] = [];
  #calls: PendingCall[] = [];
  #stepText = '';
  #reasoning = '';
  #text = '';
  #stepUsage: Usage | undefined;
  #usage: Usage | undefined;
  #finishReason = '';
  /** Choices of this step that have begun and not finished. */
  readonly #open = new Set<number>();
  /** Whether any choice of this step has finished. */
  #finished = false;

  constructor(isServerTool: (name: string) => boolean, newCallId: () => string) {
    this.#isServerTool = isServerTool;
    this.#newCallId = newCallId;
  }

  /** Text of choice 0 so far. */
  get text(): string {
    return this.#text + this.#stepText;
  }
  /** Sum over the steps that are finished. */
  get usage(): Usage | undefined {
    return this.#usage;
  }
  /** Of choice 0; empty until one has come. */
  get finishReason(): string {
    return this.#finishReason;
  }

  /** Whether every choice of this step has its finish reason, as every answer that was not cut off has. */
  get isStepComplete(): boolean {
    return this.#finished && this.#open.size === 0;
  }

  accept(chunk: ModelChunk): void {
    const { data } = chunk;
    if (data.usage) this.#stepUsage = data.usage;
    // Azure's first chunk has no id, only what its filter thinks of the prompt.
    if (!this.#head?.id) this.#head = data;
    this.#last = data;
    const { choices } = data;
    const unchanged = choices.length === 1 && this.#step === 0 && !data.usage;
    for (const choice of choices) this.#choice(choice, data, unchanged ? chunk.raw : undefined);
  }

  /**
   * Ends a model call and says what it asked for.
   * @throws UpstreamProtocolError when it calls a tool and does not say which
   */
  finishStep(): StepResult {
    if (this.#stepUsage) this.#usage = addUsage(this.#usage, this.#stepUsage);
    const server = this.#calls.filter((call) => call.owner === 'server');
    const client = this.#calls.filter((call) => call.owner === 'client');
    if (server.length + client.length < this.#calls.length) {
      throw new UpstreamProtocolError('The upstream called a tool without its name.');
    }
    for (const call of server) call.id ||= this.#newCallId();
    const serverCalls = server.map((call) => call.toToolCall());
    const clientCalls = client.map((call) => call.toToolCall());
    const message: ChatMessage = {
      role: 'assistant',
      content: this.#stepText || null,
      ...(this.#reasoning && { reasoning_content: this.#reasoning }),
      tool_calls: [...serverCalls, ...clientCalls],
    };
    this.#text += this.#stepText;
    this.#stepText = '';
    this.#reasoning = '';
    this.#stepUsage = undefined;
    this.#calls = [];
    this.#finished = false;
    this.#step++;
    return { serverCalls, clientCalls, message };
  }

  /** Ends the answer of a step whose finish was held back because server tools had to run. */
  finish(reason: string): void {
    this.#finishReason = reason;
    this.#emitDelta(0, {}, reason, this.#last as ChatCompletionChunk, undefined, undefined);
  }

  #choice(choice: ChunkChoice, data: ChatCompletionChunk, raw: string | undefined): void {
    const { index } = choice;
    // Some upstreams leave `delta` out of their last chunk.
    const delta = (choice.delta as ChunkDelta | undefined) ?? {};
    const finish = choice.finish_reason ?? undefined;
    if (finish === undefined) this.#open.add(index);
    else {
      this.#finished = true;
      this.#open.delete(index);
    }
    if (delta.tool_calls?.length) return this.#withCalls(choice, delta, delta.tool_calls, finish, data, raw);

    if (finish !== undefined) {
      if (this.#holdsServerCalls()) {
        if (delta.content) this.#emitDelta(index, delta, undefined, data, choice, undefined);
        return;
      }
      if (index === 0) this.#finishReason = finish;
    }
    this.#emitDelta(index, delta, finish, data, choice, raw);
  }

  #withCalls(
    choice: ChunkChoice,
    delta: ChunkDelta,
    calls: readonly ToolCallDelta[],
    finish: string | undefined,
    data: ChatCompletionChunk,
    raw: string | undefined,
  ): void {
    const { index } = choice;
    const { tool_calls: _, ...rest } = delta;
    const more = Object.values(rest).some((value) => value !== null && value !== '');
    const alone = calls.length === 1 && !more && this.#hasRole[index] === true;
    if (more) {
      this.#emitDelta(index, rest, undefined, data, choice, undefined);
    }
    for (const piece of calls) this.#call(index, piece, choice, data, alone ? raw : undefined);
    if (finish !== undefined && !this.#holdsServerCalls()) {
      if (index === 0) this.#finishReason = finish;
      this.#emitDelta(index, {}, finish, data, choice, undefined);
    }
  }

  #call(
    index: number,
    piece: ToolCallDelta,
    choice: ChunkChoice,
    data: ChatCompletionChunk,
    raw: string | undefined,
  ): void {
    const call = this.#pending(index, piece);
    call.add(piece);
    const isNew = call.owner === undefined;
    if (isNew) {
      const custom = piece.type !== undefined && (piece.type as string) !== 'function';
      if (call.name === '' && !custom) return;
      call.owner = !custom && this.#isServerTool(call.name) ? 'server' : 'client';
      if (call.owner === 'client') {
        call.id ||= this.#newCallId();
        call.toolIndex = this.#seenCalls[index] ?? 0;
        this.#seenCalls[index] = call.toolIndex + 1;
      }
    }
    if (call.owner === 'server') return;
    const { toolIndex } = call;
    const seen = isNew ? firstPiece(call, piece) : laterPiece(call, piece);
    const same =
      raw !== undefined && piece.index === toolIndex && choice.finish_reason == null && says(piece, seen);
    this.#emitRole(index, data, choice);
    this.events.push({
      type: 'tool-call-delta',
      index,
      toolIndex,
      ...(isNew && { id: call.id, name: call.name }),
      argumentsDelta: seen.function?.arguments ?? '',
      chunk: same ? data : this.#rewrite(data, choice, index, { tool_calls: [seen] }, null),
      ...(same && { raw }),
    });
  }

  /** The call that a piece belongs to. Some upstreams leave the index out: a new id then begins a new call. */
  #pending(choice: number, piece: Partial<ToolCallDelta>): PendingCall {
    const { index, id } = piece;
    const known = this.#calls.findLast(
      (call) =>
        call.choice === choice && (index === undefined ? !id || call.id === id : call.index === index),
    );
    if (known !== undefined && !known.isOver(piece)) return known;
    const call = new PendingCall(choice, index);
    this.#calls.push(call);
    return call;
  }

  #holdsServerCalls(): boolean {
    return this.#calls.some((call) => call.owner === 'server');
  }

  /** One part of the answer that is no tool call. */
  #emitDelta(
    index: number,
    delta: ChunkDelta,
    finishReason: string | undefined,
    data: ChatCompletionChunk,
    choice: ChunkChoice | undefined,
    raw: string | undefined,
  ): void {
    let changed = raw === undefined;
    let shown = delta;
    if (this.#hasRole[index] !== true) {
      this.#hasRole[index] = true;
      if (delta.role === undefined) {
        shown = { role: 'assistant', ...delta };
        changed = true;
      }
    } else if (delta.role !== undefined) {
      const { role: _, ...rest } = delta;
      shown = rest;
      changed = true;
      if (
        !rest.content &&
        finishReason === undefined &&
        Object.values(rest).every((v) => v === null || v === '')
      )
        return;
    }
    let text = typeof delta.content === 'string' ? delta.content : '';
    if (text !== '' && index === 0) {
      // Without it, what was said before and after a tool ran would be one word.
      if (this.#stepText === '' && this.#text !== '' && this.#step > 0) {
        text = `\n\n${text}`;
        shown = { ...shown, content: text };
      }
      this.#stepText += text;
    }
    const reasoning = delta['reasoning_content'];
    if (typeof reasoning === 'string') this.#reasoning += reasoning;
    const chunk = changed ? this.#rewrite(data, choice, index, shown, finishReason ?? null) : data;
    const finish = finishReason === undefined ? undefined : { finishReason };
    const relay = changed || raw === undefined ? undefined : { raw };
    this.events.push(
      text === ''
        ? { type: 'message-delta', index, chunk, ...finish, ...relay }
        : { type: 'text-delta', index, text, chunk, ...finish, ...relay },
    );
  }

  #emitRole(index: number, data: ChatCompletionChunk, choice: ChunkChoice): void {
    if (this.#hasRole[index] !== true)
      this.#emitDelta(index, { role: 'assistant', content: null }, undefined, data, choice, undefined);
  }

  #rewrite(
    data: ChatCompletionChunk,
    choice: ChunkChoice | undefined,
    index: number,
    delta: ChunkDelta,
    finishReason: string | null,
  ): ChatCompletionChunk {
    const { id, created, model } = this.#head as ChatCompletionChunk;
    const { usage: _, ...rest } = data;
    return {
      ...rest,
      id: id || data.id,
      created: created || data.created,
      model: model || data.model,
      choices: [{ ...choice, index, delta, finish_reason: finishReason }],
    };
  }
}
