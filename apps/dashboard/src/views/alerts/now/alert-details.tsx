import type { AlertRule, AlertView } from '@yychat/protocol';
import { BellOff, BookOpen, Check, Pencil } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { useFormat } from '../../../i18n/use-format.js';
import { useTranslation } from '../../../i18n/use-translation.js';
import { Badge } from '../../../ui/badge.js';
import { Button } from '../../../ui/button.js';
import { useEditedRule, useHistoryRule, useOpenAlert, useTab } from '../alerts-params.js';
import { HealthBadge, Overlay, SeverityBadge, StateBadge } from '../alert-badges.js';
import styles from '../alerts.module.css';
import { HistoryList } from '../history/history-list.js';
import { useHistoryPage } from '../history/use-history.js';
import { SilenceDialog } from '../silences/silence-dialog.js';
import { AcknowledgeDialog } from './acknowledge-dialog.js';
import { AlertChart } from './alert-chart.js';
import { AlertValue } from './alert-value.js';
import { useWriteValue } from '../use-condition-text.js';

const SHOWN = 12;

export interface AlertDetailsProps {
  readonly alert: AlertView;
  readonly rule: AlertRule | undefined;
}

export function AlertDetails({ alert, rule }: AlertDetailsProps) {
  const { t } = useTranslation('alerts');
  const history = useHistoryPage({ rule: alert.ruleId, limit: 100 });
  const entries = history.data?.data.filter(
    ({ scope }) => scope?.engine === undefined || scope.engine === alert.scope.engine,
  );
  return (
    <div className={styles.stack}>
      <div className={styles.detailsHead}>
        <div className={styles.alertMain}>
          <p className={styles.alertFacts}>
            <SeverityBadge severity={alert.severity} />
            <StateBadge state={alert.state} enabled={alert.enabled} />
            {alert.scope.engine !== undefined && <Badge>{alert.scope.engine}</Badge>}
            <HealthBadge health={alert.health} reason={alert.healthReason} />
          </p>
          <Overlay alert={alert} />
        </div>
        <AlertValue alert={alert} rule={rule} />
      </div>
      <Actions alert={alert} rule={rule} />
      {rule !== undefined && <AlertChart alert={alert} rule={rule} entries={entries ?? []} />}
      <Facts alert={alert} rule={rule} />
      <section className={styles.block}>
        <h3>{t('details.history')}</h3>
        {entries?.length === 0 ? (
          <p className={styles.muted}>{t('details.noHistory')}</p>
        ) : (
          <HistoryList entries={(entries ?? []).slice(0, SHOWN)} rule={rule} />
        )}
      </section>
    </div>
  );
}

function Actions({ alert, rule }: AlertDetailsProps) {
  const { t } = useTranslation('alerts');
  const [, openAlert] = useOpenAlert();
  const [, setTab] = useTab();
  const [, setRule] = useHistoryRule();
  const [, edit] = useEditedRule();
  const [dialog, setDialog] = useState<'ack' | 'silence' | null>(null);
  return (
    <div className={styles.row}>
      {alert.incident !== null && alert.incident.ack === null && (
        <Button variant="primary" onClick={() => setDialog('ack')}>
          <Check aria-hidden />
          {t('ack.action')}
        </Button>
      )}
      <Button onClick={() => setDialog('silence')}>
        <BellOff aria-hidden />
        {t('silences.action')}
      </Button>
      {rule?.runbookUrl !== undefined && (
        <a className={styles.runbook} href={rule.runbookUrl} target="_blank" rel="noreferrer">
          <BookOpen aria-hidden />
          {t('details.runbook')}
        </a>
      )}
      <Button
        variant="ghost"
        onClick={() => {
          setTab('rules', { push: true });
          setRule(null);
          edit(alert.ruleId);
          openAlert(null);
        }}
      >
        <Pencil aria-hidden />
        {t('details.rule')}
      </Button>
      {dialog === 'ack' && <AcknowledgeDialog alert={alert} onClose={() => setDialog(null)} />}
      {dialog === 'silence' && (
        <SilenceDialog
          match={{ rule: alert.ruleId, engine: alert.scope.engine }}
          onClose={() => setDialog(null)}
        />
      )}
    </div>
  );
}

function Facts({ alert, rule }: AlertDetailsProps) {
  const { t } = useTranslation('alerts');
  const { dateTime, duration } = useFormat();
  const write = useWriteValue()(rule);
  const { incident } = alert;
  const at = (time: number | null) => (time === null ? '–' : dateTime(time));
  const facts: readonly (readonly [name: string, value: ReactNode])[] = [
    [t('details.since'), at(alert.since)],
    [t('details.evaluated'), at(alert.evaluatedAt)],
    ...(incident === null
      ? []
      : ([
          [t('details.fired'), at(incident.firedAt)],
          [t('details.peak'), write(incident.peak)],
          [t('details.told'), t(incident.announced ? 'details.yes' : 'details.no')],
        ] as const)),
    ...(incident?.ack == null
      ? []
      : ([
          [t('details.ack'), `${incident.ack.by}, ${at(incident.ack.at)}`],
          [t('ack.note'), incident.ack.note ?? '–'],
        ] as const)),
    ...(rule === undefined
      ? []
      : ([
          [t('fields.for'), rule.for === 0 ? t('details.atOnce') : duration(rule.for)],
          [
            t('fields.keepFiringFor'),
            rule.keepFiringFor === 0 ? t('details.atOnce') : duration(rule.keepFiringFor),
          ],
        ] as const)),
  ];
  return (
    <dl className={styles.factList}>
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
