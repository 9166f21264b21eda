import { isApiError } from '../../api/api-error.js';
import { useTranslation } from '../../i18n/use-translation.js';
import { useReason } from '../../ui/state.js';

/** Why a switch or a roll-out was not made, and what then; `null` without an error. */
export function useSwitchProblem(error: unknown): string | null {
  const { t } = useTranslation('engines');
  const reason = useReason(error);
  if (error === null || error === undefined) return null;
  if (!isApiError(error)) return reason;
  if (error.code === 'engine_unhealthy') return t('problems.unhealthy');
  if (error.code === 'switch_conflict') return t('problems.conflict', { reason });
  if (error.status === 503) return t('problems.unavailable');
  if (error.code === 'timeout') return t('problems.timeout');
  return reason;
}
