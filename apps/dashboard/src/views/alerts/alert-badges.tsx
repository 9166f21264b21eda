import type { AlertHealth, AlertSeverity, AlertState, AlertView } from '@yychat/protocol';
import { BellOff, CircleAlert, CircleDashed, Info, TriangleAlert, type LucideIcon } from 'lucide-react';
import { useTranslation } from '../../i18n/use-translation.js';
import { Badge, type Tone } from '../../ui/badge.js';
import styles from './alerts.module.css';
import { useSaid } from './use-said.js';

const SEVERITIES: Readonly<Record<AlertSeverity, readonly [Tone, LucideIcon]>> = {
  critical: ['critical', CircleAlert],
  warning: ['warning', TriangleAlert],
  info: ['info', Info],
};

export function SeverityBadge({ severity }: { readonly severity: AlertSeverity }) {
  const { t } = useTranslation('alerts');
  const [tone, Icon] = SEVERITIES[severity];
  return (
    <Badge tone={tone}>
      <Icon aria-hidden size={12} />
      {t(`severity.${severity}`)}
    </Badge>
  );
}

const STATES: Readonly<Record<AlertState, Tone>> = {
  firing: 'critical',
  recovering: 'warning',
  pending: 'warning',
  inactive: 'ok',
};

/** `null`: it is not looked at. */
export function StateBadge({
  state,
  enabled,
}: {
  readonly state: AlertState | null;
  readonly enabled: boolean;
}) {
  const { t } = useTranslation('alerts');
  if (!enabled) return <Badge>{t('state.disabled')}</Badge>;
  if (state === null) return <Badge>{t('state.unknown')}</Badge>;
  return <Badge tone={STATES[state]}>{t(`state.${state}`)}</Badge>;
}

/** Says nothing where the figures are as they should be. */
export function HealthBadge({
  health,
  reason,
}: {
  readonly health: AlertHealth | null;
  readonly reason: string | null;
}) {
  const { t } = useTranslation('alerts');
  const said = useSaid();
  if (health === null || health === 'ok') return null;
  return (
    <span className={styles.health}>
      <Badge tone={health === 'error' ? 'critical' : 'neutral'}>
        <CircleDashed aria-hidden size={12} />
        {t(`health.${health}`)}
      </Badge>
      {reason !== null && <span className={styles.faint}>{said(reason)}</span>}
    </span>
  );
}

/** Why nobody is told. */
export function Overlay({ alert }: { readonly alert: AlertView }) {
  const { t } = useTranslation('alerts');
  const said = useSaid();
  const { suppressions = [], ack = null } = alert.incident ?? {};
  // Who has acknowledged it is said beside.
  const reasons = suppressions.filter(({ kind }) => kind !== 'acked' || ack === null);
  if (reasons.length === 0) return null;
  return (
    <ul className={styles.overlay}>
      {reasons.map(({ kind, reason }) => (
        <li key={kind}>
          <Badge tone="info">
            <BellOff aria-hidden size={12} />
            {t(`overlay.${kind}`)}
          </Badge>
          <span className={styles.faint}>{said(reason)}</span>
        </li>
      ))}
    </ul>
  );
}
