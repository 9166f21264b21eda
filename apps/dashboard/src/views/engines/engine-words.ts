import type { HealthStatus } from '@yychat/protocol';
import { useFormat } from '../../i18n/use-format.js';
import { useTranslation } from '../../i18n/use-translation.js';
import type { Tone } from '../../ui/badge.js';
import type { ExtractionFacts, MemoryFacts } from './memory-facts.js';

export const HEALTH_TONES: Readonly<Record<HealthStatus, Tone>> = {
  up: 'ok',
  degraded: 'warning',
  down: 'critical',
};

const KINDS = ['lexical', 'lexical + embeddings', 'mem0'] as const;
const EXTRACTIONS = ['stopped', 'idle', 'working', 'resting', 'elsewhere'] as const;
const EMBEDDINGS = ['unknown', 'ready', 'failing', 'unavailable', 'off'] as const;

/** A fact of a memory in words. */
export interface MemoryWord {
  readonly id: 'kind' | 'embeddings' | 'facts' | 'failed' | 'lost';
  readonly text: string;
  /** Why, or what it means. */
  readonly note?: string;
  readonly tone?: Tone;
}

/** What operators want to know of an engine's memory. A word of the service that is not known here is shown as it is. */
export function useMemoryWords(): (facts: MemoryFacts) => readonly MemoryWord[] {
  const { t } = useTranslation('engines');
  const { integer } = useFormat();
  const extraction = useExtractionWord();
  return ({ kind, mode, vectorStore, embeddings, extraction: facts }) => {
    const words: MemoryWord[] = [];
    if (kind !== null) {
      const known = KINDS.find((it) => it === kind);
      const text = known === undefined ? kind : t(`memory.kinds.${known}`);
      const store = vectorStore === null ? [] : [t('memory.store', { store: vectorStore })];
      words.push({
        id: 'kind',
        text,
        ...(mode !== null && { note: [mode, ...store].join(' · ') }),
      });
    }
    if (embeddings !== null) {
      const known = EMBEDDINGS.find((it) => it === embeddings.status);
      const behind =
        embeddings.behind > 0 ? [t('memory.behind', { messages: integer(embeddings.behind) })] : [];
      const status = known === undefined ? embeddings.status : t(`memory.embeddings.${known}`);
      const note = [embeddings.reason ?? embeddings.model ?? '', ...behind].filter(Boolean).join(' · ');
      words.push({
        id: 'embeddings',
        text: status,
        ...(note !== '' && { note }),
        ...(known === 'failing' && { tone: 'warning' }),
      });
    }
    if (facts !== null) {
      words.push(extraction(facts));
      if (facts.failed > 0)
        words.push({
          id: 'failed',
          text: t('memory.failed', { batches: integer(facts.failed) }),
          tone: 'warning',
        });
      if (facts.lost > 0)
        words.push({
          id: 'lost',
          text: t('memory.lost', { batches: integer(facts.lost) }),
          tone: 'critical',
        });
    }
    return words;
  };
}

/** How far facts are behind what was said. */
function useExtractionWord(): (facts: ExtractionFacts) => MemoryWord {
  const { t } = useTranslation('engines');
  const waiting = useWaiting();
  return (facts) => {
    const known = EXTRACTIONS.find((it) => it === facts.status);
    const why = known === 'stopped' ? [t('memory.stoppedWhy')] : [];
    const note = [...why, ...waiting(facts), ...(facts.lastError === null ? [] : [facts.lastError])].join(
      ' · ',
    );
    return {
      id: 'facts',
      text: known === undefined ? facts.status : t(`memory.extraction.${known}`),
      ...(note !== '' && { note }),
      ...(known === 'resting' && { tone: 'warning' }),
    };
  };
}

/** What a switch finds of an engine's facts, in a sentence. */
export function useFactsWord(): (facts: ExtractionFacts) => string {
  const { t } = useTranslation('engines');
  const waiting = useWaiting();
  return (facts) => {
    const known = EXTRACTIONS.find((it) => it === facts.status);
    const sentence =
      known === undefined ? t('switch.facts.other', { status: facts.status }) : t(`switch.facts.${known}`);
    const behind = waiting(facts);
    return behind.length === 0
      ? sentence
      : `${sentence} ${t('switch.factsNow', { state: behind.join(', ') })}`;
  };
}

function useWaiting(): (facts: ExtractionFacts) => readonly string[] {
  const { t } = useTranslation('engines');
  const { integer, duration } = useFormat();
  return ({ lag, pending, more }) => [
    ...(lag !== null && lag >= 1 ? [t('memory.lag', { time: duration(Math.round(lag)) })] : []),
    ...(pending > 0
      ? [t(more ? 'memory.waitingMore' : 'memory.waiting', { messages: integer(pending) })]
      : []),
  ];
}
