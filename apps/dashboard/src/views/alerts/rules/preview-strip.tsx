import type { AlertPreview } from '@yychat/protocol';
import { useFormat } from '../../../i18n/use-format.js';
import { useTranslation } from '../../../i18n/use-translation.js';
import styles from './preview-panel.module.css';

const WIDTH = 1_000;
/** So that what was short is seen. */
const LEAST = 4;

export interface PreviewStripProps {
  readonly candidate: AlertPreview;
  readonly present: AlertPreview | null;
}

/** The stretch of time, and where in it the rule would have fired. */
export function PreviewStrip({ candidate, present }: PreviewStripProps) {
  const { t } = useTranslation('alerts');
  const { dateTime } = useFormat();
  return (
    <figure className={styles.strip}>
      <Bands name={t('preview.candidate')} preview={candidate} />
      {present !== null && <Bands name={t('preview.present')} preview={present} />}
      <figcaption className={styles.ends}>
        <span>{dateTime(candidate.from)}</span>
        <span>{dateTime(candidate.to)}</span>
      </figcaption>
    </figure>
  );
}

function Bands({ name, preview }: { readonly name: string; readonly preview: AlertPreview }) {
  const { from, to, incidents } = preview;
  const x = (at: number) => ((Math.max(from, at) - from) / (to - from)) * WIDTH;
  return (
    <div className={styles.bands}>
      <span>{name}</span>
      <svg viewBox={`0 0 ${WIDTH} 10`} preserveAspectRatio="none" aria-hidden>
        {incidents.map(({ firedAt, resolvedAt, subject }) => (
          <rect
            key={`${firedAt} ${subject}`}
            x={x(firedAt)}
            width={Math.max(LEAST, x(resolvedAt ?? to) - x(firedAt))}
            height="10"
          />
        ))}
      </svg>
    </div>
  );
}
