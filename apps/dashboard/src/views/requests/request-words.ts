import type { Outcome } from '@yychat/protocol';
import { useTranslation } from '../../i18n/use-translation.js';
import type { Tone } from '../../ui/badge.js';

export const OUTCOME_TONES: Readonly<Record<Outcome, Tone>> = {
  ok: 'ok',
  error: 'critical',
  cancelled: 'neutral',
};

const STAGES = [
  'queue',
  'memory_retrieval',
  'personality_apply',
  'tool_schema_build',
  'openai_api',
  'tool_execution',
  'memory_save',
] as const;

type Stage = (typeof STAGES)[number];

/** The colours of stages, wherever they are drawn. */
const COLORS: Readonly<Record<Stage, number>> = {
  queue: 7,
  memory_retrieval: 3,
  personality_apply: 4,
  tool_schema_build: 8,
  openai_api: 1,
  tool_execution: 5,
  memory_save: 6,
};

export function stageColor(stage: string): string {
  const known = STAGES.find((it) => it === stage);
  return `var(--series-${known === undefined ? 7 : COLORS[known]})`;
}

/** A stage in words; one that is not known here, as the service calls it. */
export function useStageName(): (stage: string) => string {
  const { t } = useTranslation('requests');
  return (stage) => {
    const known = STAGES.find((it) => it === stage);
    return known === undefined ? stage : t(`stages.${known}`);
  };
}
