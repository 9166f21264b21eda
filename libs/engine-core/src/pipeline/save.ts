import { EngineError } from '../errors.js';
import type { LoggedMessage } from '../ports/conversation-log.js';
import { withDeadline } from '../tools/deadline.js';
import type { Turn } from '../turn.js';
import { lastUserIndex, messageText } from './message-text.js';
import type { Pipeline } from './pipeline.js';
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
  const { log } = pipeline.parts;
  const { conversationId, tenant, user } = turn;
  if (log === undefined || conversationId === undefined) return;
  const begun = stages.elapsed();
  const { signal: stay } = new AbortController();
  const entry = {
    turnId: turn.id,
    tenant,
    conversationId,
    time: pipeline.clock.now(),
    messages: spoken(turn, answer),
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
    stages.end('memory_save', begun);
  }
}

function spoken({ messages }: Turn, answer: string): LoggedMessage[] {
  const question = messages[lastUserIndex(messages)];
  const said: LoggedMessage[] = [];
  const text = question === undefined ? '' : messageText(question);
  if (text !== '') said.push({ role: 'user', text });
  if (answer !== '') said.push({ role: 'assistant', text: answer });
  return said;
}
