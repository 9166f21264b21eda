import type { ToolResultEvent } from '../events.js';
import type { ToolContext } from '../ports/tool-source.js';
import type { TurnTrace } from '../ports/turn-trace.js';
import type { ToolExecutor, ToolOutcome } from '../tools/tool-executor.js';
import type { ChatMessage, ToolCall } from '../wire/chat-completion.js';
import type { ToolSet } from './tool-set.js';

export interface ToolStep {
  readonly calls: readonly ToolCall[];
  readonly tools: ToolSet;
  readonly step: number;
  readonly limit: number;
  readonly context: ToolContext;
  readonly executor: ToolExecutor;
  readonly trace: TurnTrace | undefined;
}

export interface ToolStepResult {
  readonly events: readonly ToolResultEvent[];
  /** The results, as the next model call shows them. */
  readonly messages: readonly ChatMessage[];
}

/** Runs the server tool calls of one step side by side. A failing tool is a result; only an abort is thrown. */
export async function runToolStep({
  calls,
  tools,
  step,
  limit,
  context,
  executor,
  trace,
}: ToolStep): Promise<ToolStepResult> {
  const offered = { list: () => [...tools.server.values()], get: (name: string) => tools.server.get(name) };
  const outcomes = await Promise.all(
    calls.map((call, i) => {
      const headers = trace?.toolCall();
      if (i >= limit)
        return refused(`At most ${limit} tool calls are run in one step; ask again for this one.`);
      const traced = headers === undefined ? context : { ...context, trace: headers };
      return executor.execute(offered, call.function, traced);
    }),
  );
  const events: ToolResultEvent[] = [];
  const messages: ChatMessage[] = [];
  calls.forEach((call, i) => {
    const { ok, content, duration } = outcomes[i] as ToolOutcome;
    events.push({
      type: 'tool-result',
      step,
      callId: call.id,
      name: call.function.name,
      ok,
      content,
      duration,
    });
    messages.push({ role: 'tool', tool_call_id: call.id, content });
  });
  return { events, messages };
}

function refused(reason: string): Promise<ToolOutcome> {
  return Promise.resolve({ ok: false, content: JSON.stringify({ error: reason }), duration: 0 });
}
