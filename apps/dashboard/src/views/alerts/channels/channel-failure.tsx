import { isApiError } from '../../../api/api-error.js';
import { useTranslation } from '../../../i18n/use-translation.js';
import { useReason } from '../../../ui/state.js';
import styles from '../alerts.module.css';
import { FIELDS_OF, type ChannelDraft } from './channel-draft.js';

const COMMON = ['id', 'name', 'timeZone', 'rateLimit'];

export interface ChannelFailureProps {
  readonly error: unknown;
  /** What is said at fields. */
  readonly shown: ReadonlyMap<string, string>;
  readonly draft: ChannelDraft;
}

/** Why a channel was not kept, where no field says it. */
export function ChannelFailure({ error, shown, draft }: ChannelFailureProps) {
  const { t } = useTranslation('alerts');
  const reason = useReason(error);
  if (error === null) return null;
  const isConflict = isApiError(error) && error.status === 409;
  const fields = [...COMMON, ...FIELDS_OF[draft.type]];
  const isAtField = [...shown.keys()].some((path) => fields.includes(path.split('.')[0] ?? ''));
  if (isAtField && !isConflict) return null;
  return (
    <p role="alert" className={styles.wrong}>
      {isConflict ? t('channels.conflict') : reason}
    </p>
  );
}
