import type { ToolCall, ToolCallDelta } from '../wire/chat-completion.js';

/** Who runs a call: this server, or the client. Unknown until its name has arrived. */
export type Owner = 'server' | 'client' | undefined;

/** A tool call while its pieces arrive. */
export class PendingCall {
  readonly key: number;
  id = '';
  name = '';
  args = '';
  owner: Owner = undefined;
  /** Position among the calls that the client sees; -1 for a server call. */
  toolIndex = -1;

  constructor(key: number) {
    this.key = key;
  }

  add(delta: ToolCallDelta): void {
    if (delta.id) this.id = delta.id;
    if (delta.function?.name) this.name = delta.function.name;
    if (delta.function?.arguments) this.args += delta.function.arguments;
  }

  /** As the message for the next model call shows it. */
  toToolCall(): ToolCall {
    return { id: this.id, type: 'function', function: { name: this.name, arguments: this.args || '{}' } };
  }
}
