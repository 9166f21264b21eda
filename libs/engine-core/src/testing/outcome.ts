import assert from 'node:assert/strict';
import { EngineError } from '../errors.js';
import type { AnswerEvent, EngineEvent, MessageStart, TurnEnd } from '../events.js';
import { chunkJson, CompletionCollector } from '../pipeline/completion-collector.js';
import type { ChatCompletionChunk, ChatMessage, Usage } from '../wire/chat-completion.js';

const fallback = { id: 'chatcmpl-kit', created: 1, model: 'kit' };

/** What one turn came to: its events, or what it threw before the first. */
export class Outcome {
  constructor(
    readonly events: readonly EngineEvent[],
    readonly thrown: unknown,
  ) {}

  of<T extends EngineEvent['type']>(type: T): readonly Extract<EngineEvent, { type: T }>[] {
    return this.events.filter((event): event is Extract<EngineEvent, { type: T }> => event.type === type);
  }

  get answer(): readonly AnswerEvent[] {
    return this.events.filter(isAnswer);
  }

  /** Text of choice 0. */
  get text(): string {
    return this.of('text-delta')
      .filter(({ index }) => index === 0)
      .map(({ text }) => text)
      .join('');
  }

  /** The chunks that a client would see. */
  get chunks(): readonly ChatCompletionChunk[] {
    return this.answer.map((event) => JSON.parse(chunkJson(event, fallback)) as ChatCompletionChunk);
  }

  get start(): MessageStart {
    const [start] = this.of('message-start');
    assert.ok(start, 'there is no message-start');
    return start;
  }

  /** @throws AssertionError when the turn failed */
  get end(): TurnEnd {
    assert.equal(this.thrown, undefined, `the turn threw ${String(this.thrown)}`);
    const [failed] = this.of('error');
    assert.equal(failed, undefined, `the turn failed: ${String(failed?.error)}`);
    const [end] = this.of('turn-end');
    assert.ok(end, 'there is no turn-end');
    return end;
  }

  get usage(): Usage | undefined {
    return this.of('usage')[0]?.usage;
  }

  /** The answer that a client gets who did not ask for a stream. */
  get completion(): Completion {
    const collector = new CompletionCollector();
    for (const event of this.events) collector.accept(event);
    return collector.completion(fallback) as unknown as Completion;
  }

  /** The engine error that the turn threw, none of its events having come. */
  get refusal(): EngineError {
    assert.deepEqual(this.events, [], 'events came, though the turn failed before its answer began');
    return engineError(this.thrown);
  }

  /** The engine error that ended a turn whose answer had begun. */
  get failure(): EngineError {
    assert.equal(this.thrown, undefined, 'it threw, though its answer had begun');
    const last = this.events.at(-1);
    if (last?.type !== 'error') assert.fail('the last event is no error');
    return engineError(last.error);
  }
}

/** The fields of a `chat.completion` that the kit looks at. */
export interface Completion {
  readonly id: string;
  readonly choices: readonly {
    readonly index: number;
    readonly message: ChatMessage;
    readonly finish_reason: string;
  }[];
  readonly usage?: Usage;
}

function engineError(error: unknown): EngineError {
  assert.ok(EngineError.is(error), `no EngineError, but ${String(error)}`);
  return error;
}

function isAnswer(event: EngineEvent): event is AnswerEvent {
  return event.type === 'text-delta' || event.type === 'message-delta' || event.type === 'tool-call-delta';
}

/** What holds for the events of every turn, however it went. */
export function checkEvents({ events, thrown, answer }: Outcome): void {
  const types = events.map(({ type }) => type);
  const count = (type: EngineEvent['type']) => types.filter((other) => other === type).length;
  if (thrown !== undefined) {
    assert.deepEqual(types, [], 'it threw after an event');
    return;
  }
  assert.equal(types[0], 'message-start', 'the first event is not message-start');
  assert.equal(count('message-start'), 1, 'message-start came more than once');
  assert.equal(count('turn-end') + count('error'), 1, 'it did not end exactly once');
  assert.ok(['turn-end', 'error'].includes(types.at(-1) ?? ''), 'events came after the last one');
  assert.ok(count('usage') <= 1, 'usage came more than once');
  for (const event of answer) checkPart(event);
}

/** The parts of an event say the same. */
function checkPart(event: AnswerEvent): void {
  const { chunk, raw, index, finishReason } = event;
  if (raw !== undefined) assert.deepEqual(JSON.parse(raw), chunk, 'raw and chunk differ');
  if (chunk === undefined) return;
  const [choice, more] = chunk.choices;
  assert.ok(choice && more === undefined, 'a chunk has to have one choice');
  assert.equal(choice.index, index, 'index of event and chunk');
  assert.equal(choice.finish_reason ?? undefined, finishReason, 'finish reason of event and chunk');
  assert.equal(chunk.usage ?? null, null, 'usage in a chunk of the answer');
  if (event.type === 'text-delta') assert.equal(choice.delta.content, event.text, 'text of event and chunk');
  if (event.type !== 'tool-call-delta') return;
  const [call] = choice.delta.tool_calls ?? [];
  assert.equal(call?.index, event.toolIndex, 'tool index of event and chunk');
  assert.equal(call.function?.arguments ?? '', event.argumentsDelta, 'arguments of event and chunk');
}
