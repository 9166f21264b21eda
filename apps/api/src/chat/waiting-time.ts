import type { TurnEvent } from './turn-listener.js';

/** Adds up the time that a turn spent waiting for others: the upstream and tools. The rest is overhead. */
export class WaitingTime {
  /** Milliseconds. */
  total = 0;

  accept(event: TurnEvent): void {
    if (event.type !== 'stage-end') return;
    if (event.stage === 'openai_api' || event.stage === 'tool_execution') this.total += event.duration;
  }
}
