/** Text of an answer that is not streamed, beside its stamps. */
const FILLER = 'The quick brown fox jumps over the lazy dog while this answer is relayed. '.repeat(3).trim();
const HEAD = { id: 'chatcmpl-sim0000000000', created: 1_760_000_000, model: 'gpt-4.1' };
const TAIL = { service_tier: 'default', system_fingerprint: 'fp_simulator' };
/** Stands where the stamps go; nothing in it is escaped in JSON. */
const MARK = '@@@';

function chunk(choices: object[], more: object = {}): string {
  return `data: ${JSON.stringify({ ...HEAD, object: 'chat.completion.chunk', ...TAIL, choices, ...more })}\n\n`;
}

function choice(delta: object, finish: string | null = null): object[] {
  return [{ index: 0, delta, logprobs: null, finish_reason: finish }];
}

function usage(prompt: number, completion: number): object {
  return { prompt_tokens: prompt, completion_tokens: completion, total_tokens: prompt + completion };
}

function halves(text: string): readonly [string, string] {
  const [before = '', after = ''] = text.split(MARK);
  return [before, after];
}

/** Everything of a stream that is the same every time, as it goes over the wire. */
export interface StreamFrames {
  readonly role: string;
  /** Around the stamps of a chunk. */
  readonly chunk: readonly [string, string];
  readonly finish: string;
}

function streamFrames(more: object): StreamFrames {
  return {
    role: chunk(choice({ role: 'assistant', content: '', refusal: null }), more),
    chunk: halves(chunk(choice({ content: MARK }), more)),
    finish: chunk(choice({}, 'stop'), more),
  };
}

/** Without and with `stream_options.include_usage`. */
export const STREAM = { plain: streamFrames({}), withUsage: streamFrames({ usage: null }) };
export const DONE = 'data: [DONE]\n\n';

/** The usage event of a stream. */
export function usageFrame(promptTokens: number, chunks: number): string {
  return chunk([], { usage: usage(promptTokens, chunks) });
}

const MESSAGE = { role: 'assistant', content: `${MARK} ${FILLER}`, refusal: null, annotations: [] };
const [BODY_START, BODY_REST] = halves(
  JSON.stringify({
    ...HEAD,
    object: 'chat.completion',
    ...TAIL,
    choices: [{ index: 0, message: MESSAGE, logprobs: null, finish_reason: 'stop' }],
  }),
);
const COMPLETION_TOKENS = Math.ceil(FILLER.length / 4);

/** The body of an answer that is not streamed. */
export function completionBody(stamps: string, promptTokens: number): string {
  const counted = JSON.stringify(usage(promptTokens, COMPLETION_TOKENS));
  return `${BODY_START}${stamps}${BODY_REST.slice(0, -1)},"usage":${counted}}`;
}
