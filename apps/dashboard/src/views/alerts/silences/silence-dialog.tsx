import { useMutation } from '@tanstack/react-query';
import type { AlertMatch, AlertSeverity, AlertSilence, AlertSilenceInput } from '@yychat/protocol';
import { useState } from 'react';
import { isApiError } from '../../../api/api-error.js';
import { call } from '../../../api/client.js';
import { useTranslation } from '../../../i18n/use-translation.js';
import { useRuleText } from '../../../rules/use-rule-text.js';
import { Button } from '../../../ui/button.js';
import { Dialog } from '../../../ui/dialog.js';
import { Field, Input, Textarea } from '../../../ui/field.js';
import { Segmented } from '../../../ui/segmented.js';
import { Select } from '../../../ui/select.js';
import { useReason } from '../../../ui/state.js';
import { useToast } from '../../../ui/toast.js';
import { linesOf, textOfLines } from '../lines.js';
import styles from '../alerts.module.css';
import { useEngineNames, useRefresh, useRules } from '../use-alerts.js';
import { useFieldErrors } from '../use-field-errors.js';

const ANY = '';
const SEVERITIES = ['critical', 'warning', 'info'] as const;
/** Minutes. */
const LENGTHS = { '30m': 30, '1h': 60, '4h': 240, '24h': 1_440, other: 0 } as const;
type Length = keyof typeof LENGTHS;

export interface SilenceDialogProps {
  /** What it is about to begin with. */
  readonly match: AlertMatch;
  readonly onClose: () => void;
}

/** Has some alerts tell nobody for a time. */
export function SilenceDialog({ match, onClose }: SilenceDialogProps) {
  const { t } = useTranslation('alerts');
  const { t: common } = useTranslation();
  const { data: rules } = useRules();
  const engines = useEngineNames();
  const [rule, setRule] = useState(match.rule ?? ANY);
  const [engine, setEngine] = useState(match.engine ?? ANY);
  const [severity, setSeverity] = useState<AlertSeverity | ''>(match.severity ?? ANY);
  const [labels, setLabels] = useState(textOfLines(match.labels ?? {}, '='));
  const [length, setLength] = useState<Length>('1h');
  const [until, setUntil] = useState('');
  const [reason, setReason] = useState('');
  const create = useCreateSilence(onClose);
  const ruleText = useRuleText();
  const errors = useFieldErrors()(create.error);
  const why = useReason(create.error);
  const submit = () => {
    const pairs = linesOf(labels, '=');
    const end = length === 'other' ? Date.parse(until) : Date.now() + LENGTHS[length] * 60_000;
    create.mutate({
      match: {
        ...(rule !== ANY && { rule }),
        ...(engine !== ANY && { engine }),
        ...(severity !== ANY && { severity }),
        ...(Object.keys(pairs).length > 0 && { labels: pairs }),
      },
      // What is no time is refused by name.
      endsAt: Number.isNaN(end) ? until : end,
      reason,
    });
  };
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('silences.create')}
      description={t('silences.createText')}
      footer={
        <>
          <Button onClick={onClose}>{common('actions.cancel')}</Button>
          <Button variant="primary" disabled={create.isPending} onClick={submit}>
            {t('silences.action')}
          </Button>
        </>
      }
    >
      <div className={styles.form}>
        <Field label={t('columns.rule')} error={errors.get('match.rule')}>
          {(ids) => (
            <Select
              {...ids}
              full
              value={rule}
              onChange={setRule}
              options={[
                { value: ANY, label: t('silences.anyRule') },
                ...(rules?.data.map(({ id, name }) => ({ value: id, label: ruleText(name) })) ?? []),
              ]}
            />
          )}
        </Field>
        <div className={styles.columns}>
          <Field label={t('columns.engine')}>
            {(ids) => (
              <Select
                {...ids}
                full
                value={engine}
                onChange={setEngine}
                options={[
                  { value: ANY, label: t('silences.anyEngine') },
                  ...[...new Set([...engines, ...(engine === ANY ? [] : [engine])])].map((name) => ({
                    value: name,
                    label: name,
                  })),
                ]}
              />
            )}
          </Field>
          <Field label={t('columns.severity')}>
            {(ids) => (
              <Select
                {...ids}
                full
                value={severity}
                onChange={setSeverity}
                options={[
                  { value: ANY, label: t('silences.anySeverity') },
                  ...SEVERITIES.map((value) => ({ value, label: t(`severity.${value}`) })),
                ]}
              />
            )}
          </Field>
        </div>
        <Field label={t('fields.labels')} hint={t('hints.labels')} error={errors.get('match.labels')}>
          {(ids) => (
            <Textarea
              {...ids}
              rows={2}
              value={labels}
              spellCheck={false}
              onChange={(event) => setLabels(event.currentTarget.value)}
            />
          )}
        </Field>
        <div className={styles.fieldLike}>
          <span className={styles.fieldLabel}>{t('silences.length')}</span>
          <div>
            <Segmented
              label={t('silences.length')}
              value={length}
              onChange={setLength}
              options={(Object.keys(LENGTHS) as Length[]).map((value) => ({
                value,
                label: t(`silences.lengths.${value}`),
              }))}
            />
          </div>
        </div>
        {length === 'other' && (
          <Field label={t('silences.until')} hint={t('silences.untilHint')} error={errors.get('endsAt')}>
            {(ids) => (
              <Input
                {...ids}
                type="datetime-local"
                value={until}
                onChange={(event) => setUntil(event.currentTarget.value)}
              />
            )}
          </Field>
        )}
        <Field label={t('silences.reason')} error={errors.has('reason') ? t('required') : undefined}>
          {(ids) => (
            <Input
              {...ids}
              value={reason}
              maxLength={500}
              placeholder={t('silences.reasonPlaceholder')}
              onChange={(event) => setReason(event.currentTarget.value)}
            />
          )}
        </Field>
        {create.error !== null && !isAtField(create.error) && (
          <p role="alert" className={styles.wrong}>
            {why}
          </p>
        )}
      </div>
    </Dialog>
  );
}

/** Whether the error is shown at one of the fields. */
function isAtField(error: unknown): boolean {
  return isApiError(error) && ['match.rule', 'match.labels', 'endsAt', 'reason'].includes(error.param ?? '');
}

function useCreateSilence(onClose: () => void) {
  const { t } = useTranslation('alerts');
  const toast = useToast();
  const refresh = useRefresh();
  return useMutation({
    mutationFn: (silence: AlertSilenceInput) =>
      call<AlertSilence>('POST /v1/alerts/silences', { body: silence }),
    async onSuccess() {
      await refresh();
      toast({ title: t('silences.created') });
      onClose();
    },
  });
}
