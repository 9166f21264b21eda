import { InvalidRequestError } from '../errors.js';
import type { RecallQuery } from '../ports/conversation-memory.js';
import type { Personality } from '../ports/personality-source.js';
import type { Turn } from '../turn.js';
import { fitPrompt, type FittedPrompt } from './fit-prompt.js';
import { lastUserIndex, messageText } from './message-text.js';
import type { Pipeline } from './pipeline.js';
import { notRecalled, recall } from './recall.js';
import type { StageRecorder } from './stage-recorder.js';
import type { ToolSet } from './tool-set.js';

/** What is known before the model is asked. */
export interface Prepared extends FittedPrompt {
  readonly tools: ToolSet;
}

/** @throws InvalidRequestError for an unknown personality, or messages that cannot fit. */
export async function prepare(
  pipeline: Pipeline,
  turn: Turn,
  signal: AbortSignal,
  stages: StageRecorder,
): Promise<Prepared> {
  let mark = stages.elapsed();
  const personality = personalityOf(pipeline, turn);
  if (personality !== undefined) stages.end('personality_apply', mark);

  mark = stages.elapsed();
  const tools = pipeline.toolSets.for(turn, personality);
  if (tools.definitions.length > 0) stages.end('tool_schema_build', mark);

  const query = recallQuery(pipeline, turn);
  let recalled = notRecalled;
  if (query !== undefined && pipeline.parts.memory !== undefined) {
    mark = stages.elapsed();
    const { clock, logger } = pipeline;
    recalled = await recall(pipeline.parts.memory, query, {
      timeout: pipeline.limits.recallTimeout,
      signal,
      clock,
      logger,
    });
    stages.end('memory_retrieval', mark);
  }

  const history = pipeline.interrupted.restore(turn);
  const fitted = await fitPrompt(pipeline, turn, { history, personality, recalled, toolsSize: tools.size });
  return { tools, ...fitted };
}

function personalityOf(pipeline: Pipeline, { personalityId }: Turn): Personality | undefined {
  if (personalityId === undefined) return undefined;
  const personality = pipeline.parts.personalities?.get(personalityId);
  if (personality !== undefined) return personality;
  throw new InvalidRequestError(
    `There is no personality "${personalityId}".`,
    'personality_id',
    'personality_not_found',
  );
}

function recallQuery(pipeline: Pipeline, turn: Turn): RecallQuery | undefined {
  const { conversationId, tenant, user, messages } = turn;
  if (conversationId === undefined) return undefined;
  const question = messages[lastUserIndex(messages)];
  const text = question === undefined ? '' : messageText(question);
  if (text === '') return undefined;
  return {
    tenant,
    conversationId,
    text,
    limit: pipeline.limits.memories,
    present: messages.map(messageText),
    ...(user !== undefined && { user }),
  };
}
