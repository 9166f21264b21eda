import { systemClock, type Clock } from '../ports/clock.js';
import { silentLogger, type Logger } from '../ports/logger.js';
import { ToolExecutor } from '../tools/tool-executor.js';
import type { EngineParts } from './engine-parts.js';
import { InterruptedTurns } from './interrupted-turns.js';
import { defaultLimits, type PipelineLimits } from './limits.js';
import { TokenBudget } from './token-budget.js';
import { ToolSets } from './tool-set.js';

/** The parts of an engine, and what the pipeline keeps between turns. */
export class Pipeline {
  readonly parts: EngineParts;
  readonly limits: PipelineLimits;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly toolSets: ToolSets;
  readonly budget: TokenBudget;
  readonly interrupted: InterruptedTurns;
  readonly executor: ToolExecutor;

  constructor(parts: EngineParts) {
    this.parts = parts;
    this.limits = { ...defaultLimits, ...parts.limits };
    this.clock = parts.clock ?? systemClock;
    this.logger = parts.logger ?? silentLogger;
    this.toolSets = new ToolSets(parts.tools);
    this.budget = new TokenBudget(this.limits, parts.tokens);
    this.executor = new ToolExecutor({ clock: this.clock, logger: this.logger });
    this.interrupted = new InterruptedTurns(this.clock);
  }

  /** For calls of upstreams that give them none. */
  readonly newCallId = (): string => `call_${crypto.randomUUID().replaceAll('-', '')}`;
}
