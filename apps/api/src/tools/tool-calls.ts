import { EngineError, toFunctionTool, type Tool, type ToolSource } from '@yychat/engine-core';
import type { ToolExecutor } from '@yychat/engine-core/tools';
import type { FastifyReply } from 'fastify';
import type { Principal } from '../auth/principal.js';
import { ClientConnection } from '../chat/client-connection.js';
import type { CallRequest } from './call-request.js';

/** Which of the tools a route is about. */
export type ToolFilter = (tool: Tool) => boolean;

const all: ToolFilter = () => true;

/** The server's tools, for clients that want to see or call them without a model. */
export class ToolCalls {
  constructor(
    private readonly tools: ToolSource,
    private readonly executor: ToolExecutor,
  ) {}

  list(isMeant: ToolFilter = all) {
    const data = this.tools
      .list()
      .filter(isMeant)
      .map(({ definition, source }) => ({ ...toFunctionTool(definition), name: definition.name, source }));
    return { object: 'list', data };
  }

  /** @throws EngineError as the tool failed: 404, 400, 502 or 504 */
  async call(
    { name, args }: CallRequest,
    { tenant }: Principal,
    reply: FastifyReply,
    isMeant: ToolFilter = all,
  ) {
    const { signal } = new ClientConnection(reply.raw);
    const call = { name, arguments: JSON.stringify(args) };
    const callable = {
      list: () => this.tools.list().filter(isMeant),
      get: (wanted: string) => callable.list().find(({ definition }) => definition.name === wanted),
    };
    const { content, duration, error } = await this.executor.execute(callable, call, { signal, tenant });
    if (error !== undefined) throw withParam(error);
    return { object: 'tool.result', name, success: true, result: content, duration_ms: duration };
  }
}

function withParam(error: EngineError): EngineError {
  const param =
    error.code === 'tool_not_found' ? 'name' : error.code === 'invalid_tool_arguments' ? 'arguments' : null;
  const type = error.status < 500 ? 'invalid_request_error' : 'server_error';
  return new EngineError(error.message, {
    status: error.status,
    code: error.code,
    type,
    param,
    cause: error,
  });
}
