import { useMutation } from '@tanstack/react-query';
import type { AlertAcknowledgement, AlertView } from '@yychat/protocol';
import { useState } from 'react';
import { call } from '../../../api/client.js';
import { useTranslation } from '../../../i18n/use-translation.js';
import { useRuleText } from '../../../rules/use-rule-text.js';
import { Button } from '../../../ui/button.js';
import { Dialog } from '../../../ui/dialog.js';
import { Field, Textarea } from '../../../ui/field.js';
import { useReason } from '../../../ui/state.js';
import { useToast } from '../../../ui/toast.js';
import { useRefresh } from '../use-alerts.js';

/** Says that somebody looks after an incident. */
export function AcknowledgeDialog({
  alert,
  onClose,
}: {
  readonly alert: AlertView;
  readonly onClose: () => void;
}) {
  const { t } = useTranslation('alerts');
  const { t: common } = useTranslation();
  const name = useRuleText()(alert.name);
  const [note, setNote] = useState('');
  const toast = useToast();
  const refresh = useRefresh();
  const acknowledge = useMutation({
    mutationFn: () =>
      call<AlertAcknowledgement>(`POST /v1/alerts/${encodeURIComponent(alert.incident?.id ?? '')}/ack`, {
        body: note.trim() === '' ? {} : { note: note.trim() },
      }),
    async onSuccess() {
      await refresh();
      toast({ title: t('ack.done', { name }) });
      onClose();
    },
  });
  const reason = useReason(acknowledge.error);
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('ack.title', { name })}
      description={t('ack.text')}
      footer={
        <>
          <Button onClick={onClose}>{common('actions.cancel')}</Button>
          <Button variant="primary" disabled={acknowledge.isPending} onClick={() => acknowledge.mutate()}>
            {t('ack.action')}
          </Button>
        </>
      }
    >
      <Field label={t('ack.note')} error={acknowledge.error === null ? null : reason}>
        {(ids) => (
          <Textarea
            {...ids}
            rows={3}
            maxLength={500}
            value={note}
            placeholder={t('ack.placeholder')}
            onChange={(event) => setNote(event.currentTarget.value)}
          />
        )}
      </Field>
    </Dialog>
  );
}
