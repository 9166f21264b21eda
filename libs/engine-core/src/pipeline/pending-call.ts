import type { ToolCall, ToolCallDelta } from '../wire/chat-completion.js';

/** Who runs a call: this server, or the client. Unknown until its name has arrived. */
export type Owner = 'server' | 'client' | undefined;

/** A tool call while its pieces arrive. */
export class PendingCall {
  id = '';
  name = '';
  args = '';
  owner: Owner = undefined;
  /** Position among the calls that the client sees; -1 for a server call. */
  toolIndex = -1;
  /** Fields that are not read here, which the upstream may want back, such as a signature of its thoughts. */
  #rest: Readonly<Record<string, unknown>> = {};

  /** @param index as the upstream numbers it, where it does */
  constructor(
    readonly choice: number,
    readonly index: number | undefined,
  ) {}

  /** Whether `piece` is of another call, though upstreams that number badly, or not at all, do not say so. */
  isOver({ index, id, function: fn }: Partial<ToolCallDelta>): boolean {
    if (!fn?.name || this.name === '') return false;
    return index === undefined ? !id : Boolean(id) && this.id !== '' && id !== this.id;
  }

  add({ index: _index, id, type: _type, function: fn, ...rest }: ToolCallDelta): void {
    if (id && this.id === '') this.id = id;
    if (fn?.name) this.name = fn.name;
    if (fn?.arguments) this.args += fn.arguments;
    this.#rest = { ...this.#rest, ...rest };
  }

  /** As the message for the next model call shows it. */
  toToolCall(): ToolCall {
    return {
      ...this.#rest,
      id: this.id,
      type: 'function',
      function: { name: this.name, arguments: this.args || '{}' },
    };
  }
}
