import type { Counter, FigureRegistry, Timing } from '@yychat/metrics';

const OUTCOMES = ['ok', 'error', 'cancelled', 'skipped'] as const;
type ShadowOutcome = (typeof OUTCOMES)[number];

/** The stages that tell engines apart. */
const STAGES = ['memory_retrieval', 'first_chunk', 'openai_api'] as const;

interface OfEngine {
  readonly turns: Readonly<Record<ShadowOutcome, Counter>>;
  readonly total: Timing;
  readonly stages: Readonly<Record<string, Timing>>;
}

/** What shadow turns were like: beside the figures of turns, for nobody waited for them. */
export class ShadowFigures {
  readonly #engines = new Map<string, OfEngine>();

  constructor(private readonly registry: FigureRegistry) {}

  ended(engine: string, outcome: ShadowOutcome): void {
    this.#of(engine).turns[outcome].add();
  }

  /** @param milliseconds of a turn that went well */
  total(engine: string, milliseconds: number): void {
    this.#of(engine).total.record(milliseconds / 1_000);
  }

  stage(engine: string, stage: string, milliseconds: number): void {
    this.#of(engine).stages[stage]?.record(milliseconds / 1_000);
  }

  #of(engine: string): OfEngine {
    let figures = this.#engines.get(engine);
    if (figures === undefined) {
      figures = this.#make(engine);
      this.#engines.set(engine, figures);
    }
    return figures;
  }

  #make(engine: string): OfEngine {
    const turns = OUTCOMES.map((outcome) => [
      outcome,
      this.registry.counter({
        name: 'shadow_turns',
        help: 'Turns that an engine answered unseen.',
        labels: { engine, outcome },
      }),
    ]);
    const stages = STAGES.map((stage) => [
      stage,
      this.registry.timing({
        name: `shadow_${stage}`,
        help: `The stage ${stage} of turns that an engine answered unseen.`,
        labels: { engine },
      }),
    ]);
    return {
      turns: Object.fromEntries(turns) as OfEngine['turns'],
      total: this.registry.timing({
        name: 'shadow_total',
        help: 'How long turns took that an engine answered unseen.',
        labels: { engine },
      }),
      stages: Object.fromEntries(stages) as OfEngine['stages'],
    };
  }
}
