import { SPECIFICATION_VERSION, type ChatEngine, type EngineInfo, type GenerateOptions } from '../engine.js';
import type { EngineEvent } from '../events.js';
import { summarize, type HealthReport } from '../health.js';
import type { Turn } from '../turn.js';
import type { EngineParts } from './engine-parts.js';
import { Pipeline } from './pipeline.js';
import { runTurn } from './run-turn.js';

export interface EngineIdentity {
  readonly name: string;
  readonly version: string;
  readonly description: string;
  /** Facts for operators beyond those that the parts tell. */
  readonly details?: () => Readonly<Record<string, unknown>>;
}

/** An engine is what it remembers and how; everything else is the pipeline. */
export function createPipelineEngine(identity: EngineIdentity, parts: EngineParts): ChatEngine {
  return new PipelineEngine(identity, parts);
}

class PipelineEngine implements ChatEngine {
  readonly specificationVersion = SPECIFICATION_VERSION;
  readonly name: string;
  readonly #identity: EngineIdentity;
  readonly #pipeline: Pipeline;

  constructor(identity: EngineIdentity, parts: EngineParts) {
    this.name = identity.name;
    this.#identity = identity;
    this.#pipeline = new Pipeline(parts);
  }

  generateResponse(turn: Turn, options: GenerateOptions): AsyncIterable<EngineEvent> {
    return runTurn(this.#pipeline, turn, options);
  }

  getEngineInfo(): Promise<EngineInfo> {
    const { name, version, description, details } = this.#identity;
    const { memory, log, tools, personalities } = this.#pipeline.parts;
    const features = ['streaming'];
    if (log !== undefined) features.push('conversation_log');
    if (memory !== undefined) features.push('memory');
    if (personalities !== undefined) features.push('personalities');
    if (tools !== undefined) features.push('tools');
    return Promise.resolve({
      name,
      version,
      description,
      features: features.sort(),
      details: details?.() ?? {},
    });
  }

  async healthCheck({ signal }: GenerateOptions): Promise<HealthReport> {
    const { model, memory, log } = this.#pipeline.parts;
    const checks = [model.healthCheck(signal)];
    if (memory !== undefined) checks.push(memory.healthCheck(signal));
    if (log !== undefined) checks.push(log.healthCheck(signal));
    return summarize(await Promise.all(checks));
  }
}
