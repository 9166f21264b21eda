import { EngineError } from '../errors.js';
import type { LoggedMessage } from '../ports/conversation-log.js';
import { withDeadline } from '../tools/deadline.js';
import type { Turn } from '../turn.js';
import { messageText } from './message-text.js';
import type { Pipeline } from './pipeline.js';
import type { SaveMode } from './save-mode.js';
import type { StageRecorder } from './stage-recorder.js';

/**
 * Writes the turn into the conversation log, before it is reported complete.
 * @throws EngineError (503, `conversation_log_unavailable`) when it cannot be written in time: an answer is never
 * acknowledged that a later turn would not know of. A client that leaves now has had its answer: it is written all the
 * same.
 */
export async function save(
  pipeline: Pipeline,
  turn: Turn,
  answer: string,
  stages: StageRecorder,
): Promise<void> {
  const { log, saveMode = 'both' } = pipeline.parts;
  const { conversationId, tenant, user } = turn;
  if (log === undefined || conversationId === undefined || turn.isShadow === true) return;
  const messages = spoken(turn, answer, saveMode);
  if (messages.length === 0) return;
  const elapsed = stages.elapsed();
  const now = pipeline.clock.now();
  const { signal: stay } = new AbortController();
  const entry = {
    turnId: turn.id,
    tenant,
    conversationId,
    begun: now - elapsed,
    time: now,
    messages,
    ...(user !== undefined && { user }),
  };
  try {
    await withDeadline(pipeline.clock, pipeline.limits.saveTimeout, stay, (deadline) =>
      log.append(entry, deadline),
    );
  } catch (cause) {
    throw new EngineError('The conversation log did not take the turn.', {
      status: 503,
      code: 'conversation_log_unavailable',
      type: 'server_error',
      cause,
    });
  } finally {
    stages.end('memory_save', elapsed);
  }
}

/**
 * What this turn added to the conversation: what users said since the assistant last spoke, and the answer. A request that brings
 * the results of the client's tools adds no question: that one was written with the turn that called them.
 */
function spoken({ messages }: Turn, answer: string, mode: SaveMode): LoggedMessage[] {
  const said: LoggedMessage[] = [];
  if (mode !== 'assistant_only') {
    const last = messages.findLastIndex(({ role }) => role === 'assistant');
    for (const message of messages.slice(last + 1)) {
      if (message.role !== 'user') continue;
      const text = messageText(message);
      const { name } = message;
      if (text !== '')
        said.push({ role: 'user', text, ...(typeof name === 'string' && name !== '' && { name }) });
    }
  }
  if (mode !== 'user_only' && answer !== '') said.push({ role: 'assistant', text: answer });
  return said;
}
