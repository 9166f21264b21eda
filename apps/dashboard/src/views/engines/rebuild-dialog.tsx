import { useMutation, useQueryClient } from '@tanstack/react-query';
import { call } from '../../api/client.js';
import { useTranslation } from '../../i18n/use-translation.js';
import { ConfirmDialog } from '../../ui/dialog.js';
import { Notice } from '../../ui/notice.js';
import { useReason } from '../../ui/state.js';
import { useToast } from '../../ui/toast.js';

/** Milliseconds that dropping all facts may take. */
const DEADLINE = 65_000;

/** Asks before an engine's memory is dropped and made from the log again. */
export function RebuildDialog({
  engine,
  onClose,
}: {
  readonly engine: string;
  readonly onClose: () => void;
}) {
  const { t } = useTranslation('engines');
  const queries = useQueryClient();
  const toast = useToast();
  const rebuild = useMutation({
    mutationFn: () => call(`POST /v1/engines/${encodeURIComponent(engine)}/rebuild`, { deadline: DEADLINE }),
    onSuccess: () => toast({ title: t('rebuild.done'), text: t('rebuild.doneText', { engine }) }),
    onSettled: () => queries.invalidateQueries({ queryKey: ['engines'] }),
  });
  const reason = useReason(rebuild.error);
  return (
    <ConfirmDialog
      open
      onClose={onClose}
      title={t('rebuild.title', { engine })}
      description={t('rebuild.text')}
      action={t('rebuild.action')}
      danger
      onConfirm={() => rebuild.mutateAsync()}
    >
      <Notice tone="warning">{t('rebuild.cost')}</Notice>
      {rebuild.isError && (
        <Notice tone="critical" urgent>
          {reason}
        </Notice>
      )}
    </ConfirmDialog>
  );
}
