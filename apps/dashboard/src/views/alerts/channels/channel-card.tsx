import { useMutation } from '@tanstack/react-query';
import type { AlertChannel, AlertChannelTest, AlertChannelView, AlertDeliveries } from '@yychat/protocol';
import { CircleCheck, CircleX, Pencil, Send, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { call } from '../../../api/client.js';
import { LANGUAGES } from '../../../i18n/language.js';
import { useFormat } from '../../../i18n/use-format.js';
import { useTranslation } from '../../../i18n/use-translation.js';
import { Badge } from '../../../ui/badge.js';
import { Button, IconButton } from '../../../ui/button.js';
import { ConfirmDialog } from '../../../ui/dialog.js';
import { useReason } from '../../../ui/state.js';
import { SeverityBadge } from '../alert-badges.js';
import styles from '../alerts.module.css';
import { useRefresh } from '../use-alerts.js';
import { useSaid } from '../use-said.js';

/** Milliseconds that a receiver may take. */
const PATIENCE = 30_000;

export interface ChannelCardProps {
  readonly view: AlertChannelView;
  readonly disabledReason: string | undefined;
  readonly onEdit: () => void;
  readonly onDelete: () => Promise<unknown>;
}

export function ChannelCard({ view, disabledReason, onEdit, onDelete }: ChannelCardProps) {
  const { t } = useTranslation('alerts');
  const { channel, deliveries, waiting } = view;
  const [deleting, setDeleting] = useState(false);
  const test = useTest(channel.id);
  return (
    <li className={styles.channel} data-channel={channel.id}>
      <header className={styles.channelHead}>
        <div className={styles.channelName}>
          <h2>{channel.name ?? channel.id}</h2>
          <p className={styles.muted}>
            {t(`channels.types.${channel.type}`)} · <code>{destination(channel)}</code>
          </p>
        </div>
        <IconButton size="sm" label={t('channels.change')} disabledReason={disabledReason} onClick={onEdit}>
          <Pencil aria-hidden />
        </IconButton>
        <IconButton
          size="sm"
          label={t('channels.delete')}
          disabledReason={disabledReason}
          onClick={() => setDeleting(true)}
        >
          <Trash2 aria-hidden />
        </IconButton>
      </header>
      <p className={styles.badges}>
        {!channel.enabled && <Badge>{t('state.disabled')}</Badge>}
        <span className={styles.muted}>{t('channels.from')}</span>
        <SeverityBadge severity={channel.minSeverity} />
        <Badge>{LANGUAGES[channel.language]}</Badge>
        <Badge>{channel.timeZone}</Badge>
      </p>
      <Deliveries deliveries={deliveries} waiting={waiting} />
      <footer className={styles.channelFoot}>
        <Button
          size="sm"
          disabledReason={disabledReason}
          disabled={test.isPending}
          onClick={() => test.mutate()}
        >
          <Send aria-hidden />
          {test.isPending ? t('channels.testing') : t('channels.test')}
        </Button>
        <TestResult test={test} />
      </footer>
      <ConfirmDialog
        open={deleting}
        onClose={() => setDeleting(false)}
        title={t('channels.deleteTitle', { name: channel.name ?? channel.id })}
        description={t('channels.deleteText')}
        action={t('channels.delete')}
        danger
        onConfirm={onDelete}
      />
    </li>
  );
}

function destination(channel: AlertChannel): string {
  return channel.type === 'email' ? channel.to.join(', ') : new URL(channel.url).host;
}

interface DeliveriesProps {
  readonly deliveries: AlertDeliveries | null;
  readonly waiting: number;
}

function Deliveries({ deliveries, waiting }: DeliveriesProps) {
  const { t } = useTranslation('alerts');
  const { integer, dateTime } = useFormat();
  const said = useSaid();
  if (deliveries === null) return <p className={styles.muted}>{t('channels.nothingSent')}</p>;
  const { delivered, failed, lastDeliveredAt, lastFailedAt, lastError } = deliveries;
  const isBad = lastError !== null && (lastFailedAt ?? 0) > (lastDeliveredAt ?? 0);
  return (
    <>
      <p className={styles.counts}>
        <span>{t('channels.delivered', { count: delivered, value: integer(delivered) })}</span>
        <span>{t('channels.failed', { count: failed, value: integer(failed) })}</span>
        {waiting > 0 && <span>{t('channels.waiting', { count: waiting, value: integer(waiting) })}</span>}
        {lastDeliveredAt !== null && (
          <span className={styles.faint}>{t('channels.last', { time: dateTime(lastDeliveredAt) })}</span>
        )}
      </p>
      {isBad && (
        <p className={styles.wrong}>
          <code>{lastError.code}</code> {said(lastError.message)}
          {lastFailedAt !== null && <span className={styles.faint}> {dateTime(lastFailedAt)}</span>}
        </p>
      )}
    </>
  );
}

function useTest(id: string) {
  const refresh = useRefresh();
  return useMutation({
    mutationFn: () =>
      call<AlertChannelTest>(`POST /v1/alerts/channels/${encodeURIComponent(id)}/test`, {
        deadline: PATIENCE,
      }),
    onSettled: () => void refresh(),
  });
}

function TestResult({ test }: { readonly test: ReturnType<typeof useTest> }) {
  const { t } = useTranslation('alerts');
  const { duration } = useFormat();
  const reason = useReason(test.error);
  const said = useSaid();
  if (test.isPending || test.isIdle) return null;
  const failure = test.data?.error?.message;
  const problem = test.error !== null ? reason : failure === undefined ? null : said(failure);
  return (
    <p
      role="status"
      className={problem === null ? styles.right : styles.wrong}
      data-test={problem === null ? 'ok' : 'failed'}
    >
      {problem === null ? <CircleCheck aria-hidden /> : <CircleX aria-hidden />}
      {problem ?? t('channels.arrived', { time: duration((test.data?.duration ?? 0) / 1_000) })}
    </p>
  );
}
