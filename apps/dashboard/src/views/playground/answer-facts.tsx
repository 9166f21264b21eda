import type { TurnDetail } from '@yychat/protocol';
import { Brain, ChevronRight, Cpu, Gauge, UserRound, Wrench } from 'lucide-react';
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { useFormat } from '../../i18n/use-format.js';
import { useTranslation } from '../../i18n/use-translation.js';
import { cx } from '../../ui/cx.js';
import { useViewHref } from '../../url/use-param.js';
import styles from './answer.module.css';
import { isOpen, type Exchange } from './exchange.js';

const OUTCOMES = ['hit', 'miss', 'off', 'timeout', 'error'] as const;
const TONES: Readonly<Record<(typeof OUTCOMES)[number], string | undefined>> = {
  hit: styles.good,
  miss: undefined,
  off: undefined,
  timeout: styles.doubtful,
  error: styles.doubtful,
};

interface AnswerFactsProps {
  readonly exchange: Exchange;
  /** What it measured, as soon as that is known. */
  readonly turn: TurnDetail | undefined;
}

/** What the service says of an answer: in its headers, and in what it measured. */
export function AnswerFacts({ exchange, turn }: AnswerFactsProps) {
  const { t } = useTranslation('playground');
  const { duration } = useFormat();
  const { engine, epoch, memory, firstToken, total, tokens, personality, requestId } = exchange;
  // A request that did not become a turn has nothing to tell.
  if (engine === null) return null;
  return (
    <ul className={styles.facts} aria-label={t('facts.label')}>
      <Fact icon={<Cpu aria-hidden />} name="engine">
        {engine}
        {epoch !== null && <span className={styles.faint}>{t('facts.epoch', { epoch })}</span>}
      </Fact>
      <MemoryFact outcome={memory ?? turn?.memory ?? null} cached={turn?.memory_cache_hit ?? null} />
      {personality !== null && (
        <Fact icon={<UserRound aria-hidden />} name="personality">
          {personality}
        </Fact>
      )}
      {turn !== undefined && <ToolFacts turn={turn} />}
      {firstToken !== null && (
        <Fact icon={<Gauge aria-hidden />} name="times">
          {t('facts.first', { time: duration(firstToken) })}
          {total !== null && (
            <span className={styles.faint}>{t('facts.total', { time: duration(total) })}</span>
          )}
          {tokens !== null && <span className={styles.faint}>{t('facts.tokens', { count: tokens })}</span>}
        </Fact>
      )}
      {requestId !== null && !isOpen(exchange) && <RequestFact id={requestId} />}
    </ul>
  );
}

function Fact({ icon, name, tone, children }: FactProps) {
  return (
    <li className={cx(styles.fact, tone)} data-fact-of={name}>
      {icon}
      {children}
    </li>
  );
}

interface FactProps {
  readonly icon?: ReactNode;
  readonly name: string;
  readonly tone?: string | undefined;
  readonly children: ReactNode;
}

interface MemoryFactProps {
  readonly outcome: string | null;
  /** Whether what was recalled came from the cache; `null`: it was not asked. */
  readonly cached: boolean | null;
}

function MemoryFact({ outcome, cached }: MemoryFactProps) {
  const { t } = useTranslation('playground');
  const known = OUTCOMES.find((each) => each === outcome);
  if (known === undefined) return null;
  return (
    <Fact icon={<Brain aria-hidden />} name="memory" tone={TONES[known]}>
      {t(`facts.memory.${known}`)}
      {cached === true && <span className={styles.faint}>{t('facts.cached')}</span>}
    </Fact>
  );
}

function ToolFacts({ turn }: { readonly turn: TurnDetail }) {
  const { t } = useTranslation('playground');
  const { duration } = useFormat();
  return turn.tools.map((tool, i) => (
    <Fact
      key={`${tool.name}${i}`}
      icon={<Wrench aria-hidden />}
      name="tool"
      tone={tool.ok ? styles.tool : styles.doubtful}
    >
      {tool.name}
      <span className={styles.faint}>{tool.ok ? duration(tool.duration) : t('facts.toolFailed')}</span>
    </Fact>
  ));
}

function RequestFact({ id }: { readonly id: string }) {
  const { t } = useTranslation('playground');
  const href = useViewHref();
  return (
    <li className={styles.fact}>
      <Link href={href(`/requests/${encodeURIComponent(id)}`)} className={styles.request}>
        {t('facts.request')}
        <ChevronRight aria-hidden />
      </Link>
    </li>
  );
}
