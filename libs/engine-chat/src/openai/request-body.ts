import type { ChatModelRequest, FunctionTool } from '@yychat/engine-core';

/** Tool sets are built once and used by many turns: so is their JSON. */
const toolsJson = new WeakMap<readonly FunctionTool[], string>();

/** The body of `POST /chat/completions`. A stream is always asked for its usage, which the metrics need. */
export function requestBody({
  model,
  messages,
  tools,
  tool_choice,
  stream,
  options,
}: ChatModelRequest): string {
  const body = JSON.stringify({
    model,
    messages,
    ...options,
    tool_choice,
    stream,
    stream_options: stream
      ? { ...(options['stream_options'] as object | undefined), include_usage: true }
      : undefined,
  });
  return tools === undefined ? body : `${body.slice(0, -1)},"tools":${jsonOf(tools)}}`;
}

function jsonOf(tools: readonly FunctionTool[]): string {
  let json = toolsJson.get(tools);
  if (json === undefined) toolsJson.set(tools, (json = JSON.stringify(tools)));
  return json;
}
