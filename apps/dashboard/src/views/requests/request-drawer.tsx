import type { TurnDetail } from '@yychat/protocol';
import { SearchX } from 'lucide-react';
import { Link } from 'wouter';
import { isApiError } from '../../api/api-error.js';
import { ContentsSections } from '../../contents/contents-sections.js';
import { useFormat } from '../../i18n/use-format.js';
import { useTranslation } from '../../i18n/use-translation.js';
import { Badge } from '../../ui/badge.js';
import { CopyButton } from '../../ui/copy-button.js';
import { Dialog } from '../../ui/dialog.js';
import { EmptyState, ErrorState, Skeleton } from '../../ui/state.js';
import { useViewHref } from '../../url/use-param.js';
import { OUTCOME_TONES } from './request-words.js';
import { memoryAddress } from './memory/memory-address.js';
import styles from './requests.module.css';
import { useRequest } from './use-lists.js';
import { Waterfall } from './waterfall.js';

/** One request: where its time went, and what is known of it. */
export function RequestDrawer({ id, onClose }: { readonly id: string; readonly onClose: () => void }) {
  const { t } = useTranslation('requests');
  const { data, error, refetch } = useRequest(id);
  return (
    <Dialog
      open
      onClose={onClose}
      shape="drawer"
      title={t('request.title')}
      description={
        <span className={styles.id}>
          <code>{id}</code>
          <CopyButton text={id} label={t('request.copy')} />
        </span>
      }
    >
      {data !== undefined ? (
        <Details turn={data} />
      ) : isApiError(error) && error.status === 404 ? (
        <EmptyState icon={<SearchX aria-hidden />} title={t('request.unknown')}>
          {t('request.unknownText')}
        </EmptyState>
      ) : error !== null ? (
        <ErrorState error={error} onRetry={() => void refetch()} />
      ) : (
        <Skeleton height="20rem" />
      )}
    </Dialog>
  );
}

function Details({ turn }: { readonly turn: TurnDetail }) {
  const { t } = useTranslation('requests');
  const format = useFormat();
  return (
    <div className={styles.details} data-turn={turn.request_id}>
      <div className={styles.badges}>
        <Badge tone={OUTCOME_TONES[turn.status]}>{t(`outcome.${turn.status}`)}</Badge>
        <Badge>{turn.model}</Badge>
        <Badge>{t(turn.stream ? 'request.streamed' : 'request.whole')}</Badge>
        <span className={styles.faint}>{format.dateTime(turn.timestamp)}</span>
      </div>
      <dl className={styles.figures}>
        <Figure name={t('columns.total')} id="total" value={turn.total} text={format.duration(turn.total)} />
        <Figure
          name={t('columns.first')}
          id="first_chunk"
          value={turn.first_chunk}
          text={format.duration(turn.first_chunk)}
        />
        <Figure
          name={t('request.tokens')}
          id="tokens"
          value={turn.tokens_out}
          text={
            turn.tokens_in === null
              ? format.integer(null)
              : `${format.integer(turn.tokens_in)} → ${format.integer(turn.tokens_out)}`
          }
          note={
            turn.tokens_cached !== null && turn.tokens_cached > 0
              ? t('request.cached', { tokens: format.integer(turn.tokens_cached) })
              : undefined
          }
        />
        <Figure
          name={t('request.cost')}
          id="cost"
          value={turn.cost}
          text={format.money(turn.cost)}
          note={turn.cost === null && turn.tokens_in !== null ? t('request.noPrice') : undefined}
        />
      </dl>
      <Waterfall turn={turn} />
      <Facts turn={turn} />
      <ContentsSections turn={turn} />
    </div>
  );
}

interface FigureProps {
  readonly name: string;
  readonly id: string;
  readonly value: number | null;
  readonly text: string;
  readonly note?: string | undefined;
}

function Figure({ name, id, value, text, note }: FigureProps) {
  return (
    <div>
      <dt>{name}</dt>
      <dd data-measure={id} data-value={value ?? ''}>
        {text}
        {note !== undefined && <span className={styles.note}>{note}</span>}
      </dd>
    </div>
  );
}

function Facts({ turn }: { readonly turn: TurnDetail }) {
  const { t } = useTranslation('requests');
  const href = useViewHref();
  const { integer, number } = useFormat();
  const { conversation_id: conversation, time_per_output_token: perToken } = turn;
  return (
    <section className={styles.section}>
      <h3>{t('request.facts')}</h3>
      <dl className={styles.facts}>
        {turn.error_type !== null && (
          <Fact name={t('request.error')}>
            <span className={styles.bad}>{turn.error_type}</span>
          </Fact>
        )}
        <Fact name={t('columns.engine')}>
          {turn.engine}{' '}
          <span className={styles.faint}>{t('request.epoch', { epoch: integer(turn.epoch) })}</span>
        </Fact>
        <Fact name={t('columns.conversation')}>
          {conversation === null ? (
            <span className={styles.faint}>{t('request.noConversation')}</span>
          ) : (
            <Link href={memoryAddress(href, conversation)}>
              {conversation} · {t('request.lookUp')}
            </Link>
          )}
        </Fact>
        <Fact name={t('request.memory')}>
          {turn.memory === null ? '–' : t(`memoryOutcome.${turn.memory}`)}
          {turn.memory_cache_hit !== null && (
            <span className={styles.note}>
              {t(turn.memory_cache_hit ? 'request.cacheHit' : 'request.cacheMiss')}
            </span>
          )}
        </Fact>
        <Fact name={t('request.tools')}>
          {!turn.use_tools
            ? t('request.noTools')
            : turn.tools.length === 0
              ? t('request.noneCalled')
              : turn.tools.map(({ name }) => name).join(', ')}
        </Fact>
        <Fact name={t('request.personality')}>{turn.personality_id ?? '–'}</Fact>
        {perToken !== null && perToken > 0 && (
          <Fact name={t('request.speed')}>{t('request.perSecond', { tokens: number(1 / perToken) })}</Fact>
        )}
      </dl>
    </section>
  );
}

function Fact({ name, children }: { readonly name: string; readonly children: React.ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
