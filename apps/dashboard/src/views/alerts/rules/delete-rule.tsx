import { useMutation } from '@tanstack/react-query';
import type { AlertDeleted, AlertRule } from '@yychat/protocol';
import { useState } from 'react';
import { call } from '../../../api/client.js';
import { useTranslation } from '../../../i18n/use-translation.js';
import { useRuleText } from '../../../rules/use-rule-text.js';
import { useMay } from '../../../session/session.js';
import { Button } from '../../../ui/button.js';
import { ConfirmDialog } from '../../../ui/dialog.js';
import { useReason } from '../../../ui/state.js';
import { useToast } from '../../../ui/toast.js';
import styles from '../alerts.module.css';
import { useRefresh } from '../use-alerts.js';

export function DeleteRule({
  rule,
  onDeleted,
}: {
  readonly rule: AlertRule;
  readonly onDeleted: () => void;
}) {
  const { t } = useTranslation('alerts');
  const { t: common } = useTranslation();
  const name = useRuleText()(rule.name);
  const isAdmin = useMay('admin');
  const [open, setOpen] = useState(false);
  const toast = useToast();
  const refresh = useRefresh();
  const remove = useMutation({
    mutationFn: () => call<AlertDeleted>(`DELETE /v1/alerts/rules/${encodeURIComponent(rule.id)}`),
    async onSuccess() {
      onDeleted();
      await refresh();
      toast({ title: t('rules.deleted', { name }) });
    },
  });
  const reason = useReason(remove.error);
  return (
    <>
      <Button disabledReason={isAdmin ? undefined : common('role.needsAdmin')} onClick={() => setOpen(true)}>
        {t('rules.delete')}
      </Button>
      <ConfirmDialog
        open={open}
        onClose={() => setOpen(false)}
        title={t('rules.deleteTitle', { name })}
        description={t('rules.deleteText')}
        action={t('rules.delete')}
        danger
        onConfirm={() => remove.mutateAsync()}
      >
        {remove.error !== null && (
          <p role="alert" className={styles.wrong}>
            {reason}
          </p>
        )}
      </ConfirmDialog>
    </>
  );
}
