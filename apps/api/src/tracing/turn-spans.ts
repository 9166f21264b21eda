import { SpanKind, type Attributes, type SpanContext } from '@opentelemetry/api';
import type { Stage, StageTiming } from '@yychat/engine-core';
import type { FinishedSpan } from './span.js';
import {
  chatName,
  EXECUTE_TOOL,
  failureAttributes,
  isCancelled,
  modelCallAttributes,
  toolName,
  turnAttributes,
  type Upstream,
} from './span-attributes.js';
import type { RecordedTurn } from './turn-recording.js';

/** The stages that can fail a turn. */
const FALLIBLE: ReadonlySet<Stage> = new Set(['openai_api', 'tool_execution', 'memory_save']);

/** What is told of a span beside its place in the trace. Times as the clock's `monotonic` gives them. */
interface Draft {
  readonly name: string;
  readonly kind?: SpanKind;
  readonly context?: SpanContext | undefined;
  readonly start: number;
  readonly end: number;
  readonly attributes: Attributes;
  readonly hasFailed?: boolean;
  /** Whether the turn ended in it, if it was broken off. */
  readonly isBroken?: boolean;
}

/**
 * The spans of a turn that is over: the turn, in it its stages, calls of the model in the place of theirs, and in the stages in which tools ran
 * the calls to them. The first chunk is no stage of its own but a moment: an attribute of the turn.
 */
export class TurnSpans {
  readonly spans: FinishedSpan[] = [];
  readonly #turn: RecordedTurn;
  readonly #newSpanId: () => string;
  readonly #root: FinishedSpan;

  constructor(turn: RecordedTurn, upstream: Upstream, newSpanId: () => string) {
    this.#turn = turn;
    this.#newSpanId = newSpanId;
    const { context, trace, error, monotonic } = turn;
    const start = monotonic - context.queue;
    this.#root = {
      name: chatName(turn),
      kind: SpanKind.SERVER,
      context: trace.context,
      parent: trace.parent,
      start: this.#epoch(start),
      end: this.#epoch(start + turn.duration),
      attributes: turnAttributes(turn, upstream),
      hasFailed: error !== undefined && !isCancelled(error.code),
    };
    this.spans.push(this.#root);
    this.#addStages(upstream);
  }

  #addStages(upstream: Upstream): void {
    const { stages, trace, tools, duration, context, monotonic } = this.#turn;
    const calls = trace.modelCalls.values();
    const steps = new Set(tools.map(({ step }) => step)).values();
    const broken = this.#brokenStage();
    for (const timing of stages) {
      if (timing.stage === 'first_chunk') continue;
      const start = monotonic + timing.start;
      const times = { start, end: start + timing.duration, isBroken: timing === broken };
      if (timing.stage === 'openai_api') this.#addModelCall(upstream, times, calls.next().value);
      else {
        const attributes = timing.stage === 'memory_retrieval' ? this.#memory() : {};
        const stage = this.#add({ name: timing.stage, ...times, attributes }, this.#root);
        if (timing.stage === 'tool_execution') this.#addTools(steps.next().value, start, stage);
      }
    }
    // Nobody waited for their end.
    const end = monotonic - context.queue + duration;
    for (const call of calls) this.#addModelCall(upstream, { start: call.start, end, isBroken: true }, call);
  }

  /** The stage in which the turn was broken off: the last one, if that can be. */
  #brokenStage(): StageTiming | undefined {
    const { stages, error, finishReason, trace } = this.#turn;
    if (error === undefined || finishReason !== undefined) return undefined;
    const last = stages.findLast(({ stage }) => stage !== 'first_chunk');
    const ended = stages.filter(({ stage }) => stage === 'openai_api').length;
    return last !== undefined && FALLIBLE.has(last.stage) && trace.modelCalls.length <= ended
      ? last
      : undefined;
  }

  #addModelCall(
    upstream: Upstream,
    times: Pick<Draft, 'start' | 'end' | 'isBroken'>,
    call: { readonly context: SpanContext; readonly status?: number } | undefined,
  ): void {
    const attributes = modelCallAttributes(this.#turn, upstream, call?.status);
    const name = chatName(this.#turn);
    this.#add({ name, kind: SpanKind.CLIENT, context: call?.context, ...times, attributes }, this.#root);
  }

  /** The calls of one step, which run side by side. */
  #addTools(step: number | undefined, begun: number, stage: FinishedSpan): void {
    const { tools, trace } = this.#turn;
    for (const [i, tool] of tools.entries()) {
      if (tool.step !== step) continue;
      const call = trace.toolCalls[i];
      const { result } = tool;
      const start = call?.start ?? begun;
      const name = toolName(tool.name);
      this.#add(
        {
          name: `${EXECUTE_TOOL} ${name}`,
          context: call?.context,
          start,
          end: result === undefined ? Infinity : start + result.duration,
          attributes: {
            'gen_ai.operation.name': EXECUTE_TOOL,
            'gen_ai.tool.name': name,
            ...(result?.ok === false && { 'error.type': 'tool_failed' }),
          },
          hasFailed: result?.ok === false,
          isBroken: result === undefined,
        },
        stage,
      );
    }
  }

  #add(draft: Draft, parent: FinishedSpan): FinishedSpan {
    const { name, kind = SpanKind.INTERNAL, attributes, hasFailed = false, isBroken = false } = draft;
    const { error } = this.#turn;
    const failure = isBroken ? error : undefined;
    // Clocks are read a few microseconds apart from what they time.
    const start = Math.min(Math.max(this.#epoch(draft.start), parent.start), parent.end);
    const span: FinishedSpan = {
      name,
      kind,
      context: draft.context ?? { ...parent.context, spanId: this.#newSpanId() },
      parent: parent.context,
      start,
      end: Math.min(Math.max(this.#epoch(draft.end), start), parent.end),
      attributes: failure === undefined ? attributes : { ...attributes, ...failureAttributes(failure) },
      hasFailed: hasFailed || (failure !== undefined && !isCancelled(failure.code)),
    };
    this.spans.push(span);
    return span;
  }

  #memory(): Attributes {
    const { memory } = this.#turn;
    return memory === undefined ? {} : { 'yychat.memory': memory };
  }

  #epoch(monotonic: number): number {
    return this.#turn.epoch + (monotonic - this.#turn.monotonic);
  }
}
