import type { ChatModelRequest } from '@yychat/engine-core';

/** The body of `POST /chat/completions`. A stream is always asked for its usage, which the metrics need. */
export function requestBody({ model, messages, tools, tool_choice, stream, options }: ChatModelRequest): string {
  const streamOptions = options['stream_options'] as object | undefined;
  return JSON.stringify({
    model,
    messages,
    ...options,
    tools,
    tool_choice,
    stream,
    stream_options: stream ? { ...streamOptions, include_usage: true } : undefined,
  });
}
