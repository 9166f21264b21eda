import type { GenerateOptions } from '../engine.js';
import { CancelledError, toEngineError, UpstreamProtocolError } from '../errors.js';
import type { EngineEvent } from '../events.js';
import type { ModelChunk } from '../ports/chat-model.js';
import type { ToolContext } from '../ports/tool-source.js';
import type { Turn } from '../turn.js';
import type { ChatMessage } from '../wire/chat-completion.js';
import { AnswerAssembler } from './answer-assembler.js';
import type { Pipeline } from './pipeline.js';
import { prepare, type Prepared } from './prepare.js';
import { save } from './save.js';
import { StageRecorder } from './stage-recorder.js';
import { runToolStep } from './tool-step.js';
import type { ToolSet } from './tool-set.js';

/**
 * One turn, start to end: personality → recall → tools → model loop → save.
 * Throws before the first event; yields `error` after it. Never both, never neither.
 */
export async function* runTurn(
  pipeline: Pipeline,
  turn: Turn,
  options: GenerateOptions,
): AsyncGenerator<EngineEvent, void, undefined> {
  const { signal, trace } = options;
  const stages = new StageRecorder(pipeline.clock);
  let started = false;
  try {
    if (signal.aborted) throw new CancelledError(signal.reason);
    const prepared = await prepare(pipeline, turn, signal, stages);
    const { tools } = prepared;
    const answer = new AnswerAssembler(isServerTool(turn, tools), pipeline.newCallId);
    /** What this turn added to the conversation before its last message. */
    const work: ChatMessage[] = [];
    let begun = false;
    let isCached = false;
    let steps = 0;
    for (;;) {
      const asked = stages.elapsed();
      try {
        for await (const chunk of ask(pipeline, turn, prepared, work, steps, options)) {
          signal.throwIfAborted();
          answer.accept(chunk);
          if (!started) {
            started = true;
            isCached = chunk.cacheHit === true;
            yield {
              type: 'message-start',
              memory: prepared.outcome,
              model: chunk.data.model,
              memories: prepared.memories.length,
              ...(prepared.memories.length > 0 && { recalled: prepared.memories }),
              ...(prepared.cacheHit !== undefined && { memoryCacheHit: prepared.cacheHit }),
              ...(chunk.cacheHit !== undefined && { answerCacheHit: chunk.cacheHit }),
              tools: tools.names,
            };
            if (prepared.dropped > 0) yield { type: 'history-trimmed', dropped: prepared.dropped };
            yield* stages.take();
          }
          for (const event of answer.events) {
            if (!begun && event.type !== 'message-delta') {
              begun = true;
              stages.end('first_chunk', 0);
            }
            yield event;
          }
          answer.events.length = 0;
        }
      } finally {
        if (!isCached) stages.end('openai_api', asked);
      }
      if (!started) throw new UpstreamProtocolError('The upstream ended its answer before it began.');
      if (!answer.isStepComplete)
        throw new UpstreamProtocolError('The upstream broke off in the middle of its answer.');
      yield* stages.take();
      steps++;
      const { serverCalls, clientCalls, message } = answer.finishStep();
      if (serverCalls.length > 0) {
        if (steps >= pipeline.limits.steps) throw tooManySteps(steps);
        for (const call of serverCalls) yield { type: 'tool-call', step: steps - 1, call };
        const ranAt = stages.elapsed();
        const ran = await runToolStep({
          calls: serverCalls,
          tools,
          step: steps - 1,
          limit: pipeline.limits.toolCallsPerStep,
          context: toolContext(turn, signal),
          executor: pipeline.executor,
          trace,
        }).finally(() => stages.end('tool_execution', ranAt));
        yield* ran.events;
        yield* stages.take();
        work.push(message, ...ran.messages);
        if (clientCalls.length === 0) {
          continue;
        }
        answer.finish('tool_calls');
        yield* answer.events.splice(0);
      } else if (work.length > 0) work.push(message);
      if (clientCalls.length > 0) {
        pipeline.interrupted.save(
          turn,
          clientCalls.map((call) => call.id),
          work,
        );
      }
      break;
    }
    const { usage, finishReason } = answer;
    if (usage !== undefined) yield { type: 'usage', usage };
    await save(pipeline, turn, answer.text, stages);
    yield* stages.take();
    yield { type: 'turn-end', finishReason, steps };
  } catch (cause) {
    const error = signal.aborted ? new CancelledError(cause) : toEngineError(cause);
    if (!started) {
      error.stages = stages.take();
      throw error;
    }
    yield* stages.take();
    yield { type: 'error', error };
  }
}

/**
 * A call to a tool that nobody brought is the server's to answer, if it offered any: the model is told that there is no
 * such tool. Where the client alone brought tools, its model's mistakes are the client's to see.
 */
function isServerTool(turn: Turn, { server }: ToolSet): (name: string) => boolean {
  if (server.size === 0) return () => false;
  const client = new Set(turn.clientTools?.map((tool) => (tool as Partial<typeof tool>).function?.name));
  return (name) => !client.has(name);
}

/** One model call. A function of its own, so that what is asked is not kept while the answer lasts. */
function ask(
  { parts, limits }: Pipeline,
  turn: Turn,
  { prompt, tools }: Prepared,
  work: readonly ChatMessage[],
  step: number,
  { signal, trace }: GenerateOptions,
): AsyncIterable<ModelChunk> {
  const request = {
    model: turn.model,
    messages: work.length === 0 ? prompt() : [...prompt(), ...work],
    stream: turn.stream,
    options: turn.options,
    ...(tools.definitions.length > 0 && { tools: tools.definitions }),
    ...toolChoice(turn, step, limits.steps),
  };
  // What is said in a conversation is not kept anywhere else: it goes when the conversation is deleted.
  const isCacheable = turn.conversationId === undefined && turn.isShadow !== true;
  const cacheScope = isCacheable && { cacheScope: turn.tenant };
  return parts.model.generate(request, { signal, requestId: turn.id, trace, ...cacheScope });
}

/** The client's choice for the first step; after it a forced call would be forced for ever. Off in the last step. */
function toolChoice(turn: Turn, step: number, limit: number): { readonly tool_choice?: unknown } {
  if (step === limit - 1 && step > 0) return { tool_choice: 'none' };
  return step === 0 && turn.toolChoice !== undefined ? { tool_choice: turn.toolChoice } : {};
}

function toolContext({ tenant, user, conversationId }: Turn, signal: AbortSignal): ToolContext {
  return {
    tenant,
    signal,
    ...(user !== undefined && { user }),
    ...(conversationId !== undefined && { conversationId }),
  };
}

function tooManySteps(steps: number): UpstreamProtocolError {
  return new UpstreamProtocolError(`The model still called tools in step ${steps}, in which they were off.`);
}
