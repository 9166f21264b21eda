import type { AlertPreviewComparison, AlertPreviewIncident, AlertRule } from '@yychat/protocol';
import { useFormat } from '../../../i18n/use-format.js';
import { useTranslation } from '../../../i18n/use-translation.js';
import { Card } from '../../../ui/card.js';
import { cx } from '../../../ui/cx.js';
import { isApiError } from '../../../api/api-error.js';
import { Segmented } from '../../../ui/segmented.js';
import { Skeleton, useReason } from '../../../ui/state.js';
import { RANGES, usePreviewRange } from '../alerts-params.js';
import { useWriteValue } from '../use-condition-text.js';
import styles from './preview-panel.module.css';
import { PreviewStrip } from './preview-strip.js';
import type { usePreview } from './use-preview.js';

const SHOWN = 5;

export interface PreviewPanelProps {
  readonly preview: ReturnType<typeof usePreview>;
  /** As far as it is one, for the values. */
  readonly rule: Pick<AlertRule, 'signal' | 'condition'>;
}

/** When the rule would have fired. */
export function PreviewPanel({ preview, rule }: PreviewPanelProps) {
  const { t } = useTranslation('alerts');
  const [range, setRange] = usePreviewRange();
  const { data, error, isFetching } = preview;
  const reason = useReason(error);
  return (
    <Card
      title={t('preview.title')}
      className={styles.card}
      actions={
        <Segmented
          size="sm"
          label={t('preview.range')}
          value={range}
          onChange={setRange}
          options={RANGES.map((value) => ({ value, label: t(`preview.ranges.${value}`) }))}
        />
      }
    >
      <div aria-live="polite" aria-busy={isFetching} className={cx(styles.panel, isFetching && styles.busy)}>
        {error !== null ? (
          <p className={styles.wrong}>
            {isApiError(error) && error.param !== null
              ? t('preview.fields')
              : t('preview.invalid', { reason })}
          </p>
        ) : data === undefined ? (
          <Skeleton height="10rem" />
        ) : (
          <Comparison comparison={data} rule={rule as AlertRule} />
        )}
      </div>
    </Card>
  );
}

interface ComparisonProps {
  readonly comparison: AlertPreviewComparison;
  readonly rule: AlertRule;
}

function Comparison({ comparison, rule }: ComparisonProps) {
  const { t } = useTranslation('alerts');
  const { duration, integer, percent } = useFormat();
  const { candidate, present, added, gone } = comparison;
  const { fired, repeated, resolved } = candidate.notifications;
  const { health } = candidate;
  return (
    <>
      <p className={styles.verdict} data-incidents={candidate.incidentCount}>
        {candidate.incidentCount === 0
          ? t('preview.quiet')
          : t('preview.fired', { count: candidate.incidentCount, value: integer(candidate.incidentCount) })}
      </p>
      <PreviewStrip candidate={candidate} present={present} />
      <dl className={styles.figures}>
        <div>
          <dt>{t('preview.notifications')}</dt>
          <dd>
            {integer(fired + repeated + resolved)}
            <small>{t('preview.notificationParts', { fired, repeated, resolved })}</small>
          </dd>
        </div>
        <div>
          <dt>{t('preview.firingTime')}</dt>
          <dd>{candidate.firingTime === 0 ? '0' : duration(candidate.firingTime / 1_000)}</dd>
        </div>
        <div>
          <dt>{t('preview.judged')}</dt>
          <dd>
            {percent(health.ok)}
            {health.ok < 1 && (
              <small>
                {t('preview.healthParts', {
                  noData: percent(health.noData),
                  lowSamples: percent(health.lowSamples),
                })}
              </small>
            )}
          </dd>
        </div>
        {present !== null && (
          <div>
            <dt>{t('preview.compared')}</dt>
            <dd>
              {added.length === 0 && gone.length === 0
                ? t('preview.same')
                : t('preview.difference', { added: added.length, gone: gone.length })}
              <small>
                {t('preview.presentCount', {
                  count: present.incidentCount,
                  value: integer(present.incidentCount),
                })}
              </small>
            </dd>
          </div>
        )}
      </dl>
      {candidate.incidents.length > 0 && (
        <Incidents incidents={candidate.incidents.slice(-SHOWN)} rule={rule} />
      )}
      <p className={styles.note}>{t('preview.note')}</p>
    </>
  );
}

function Incidents({
  incidents,
  rule,
}: {
  readonly incidents: readonly AlertPreviewIncident[];
  readonly rule: AlertRule;
}) {
  const { t } = useTranslation('alerts');
  const { dateTime, duration } = useFormat();
  const write = useWriteValue()(rule);
  return (
    <ol className={styles.incidents} aria-label={t('preview.last')}>
      {incidents.toReversed().map((incident) => (
        <li key={`${incident.firedAt} ${incident.subject}`}>
          <span>
            {dateTime(incident.firedAt)}
            {incident.subject !== '' && <small>{incident.subject}</small>}
          </span>
          <span>
            {incident.resolvedAt === null
              ? t('preview.stillFiring')
              : duration((incident.resolvedAt - incident.firedAt) / 1_000)}
          </span>
          <span className={styles.peak}>{write(incident.peak)}</span>
        </li>
      ))}
    </ol>
  );
}
