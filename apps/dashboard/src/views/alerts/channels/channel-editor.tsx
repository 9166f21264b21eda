import type { AlertChannelInput, AlertSeverity } from '@yychat/protocol';
import { useState } from 'react';
import { LANGUAGES } from '../../../i18n/language.js';
import { useLanguage, useTranslation } from '../../../i18n/use-translation.js';
import { Button } from '../../../ui/button.js';
import { Dialog } from '../../../ui/dialog.js';
import { Field, Input, Switch } from '../../../ui/field.js';
import { Segmented } from '../../../ui/segmented.js';
import { Select } from '../../../ui/select.js';
import styles from '../alerts.module.css';
import { useFieldErrors } from '../use-field-errors.js';
import { channelInput, FIELDS_OF, newChannel, type ChannelDraft, type TextField } from './channel-draft.js';
import { ChannelField } from './channel-field.js';
import { ChannelFailure } from './channel-failure.js';

const TYPES = ['webhook', 'email', 'slack', 'dingtalk', 'feishu', 'wecom'] as const;
const SEVERITIES = ['info', 'warning', 'critical'] as const;
const TLS = ['starttls', 'implicit', 'none'] as const;

export interface ChannelEditorProps {
  /** `null`: a new one. */
  readonly draft: ChannelDraft | null;
  /** Of the channel among all, as the API names fields. */
  readonly index: number;
  readonly onSave: (channel: AlertChannelInput) => Promise<unknown>;
  readonly onClose: () => void;
}

export function ChannelEditor({ draft: given, index, onSave, onClose }: ChannelEditorProps) {
  const { t } = useTranslation('alerts');
  const { t: common } = useTranslation();
  const language = useLanguage();
  const [draft, setDraft] = useState(
    () => given ?? newChannel(Intl.DateTimeFormat().resolvedOptions().timeZone, language),
  );
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const errors = useFieldErrors()(error, `channels.${index}`);
  const change = (part: Partial<ChannelDraft>) => setDraft((before) => ({ ...before, ...part }));
  const changeText = (field: TextField, text: string) =>
    setDraft((before) => ({ ...before, texts: { ...before.texts, [field]: text } }));
  const save = () => {
    setBusy(true);
    setError(null);
    onSave(channelInput(draft))
      .then(onClose, setError)
      .finally(() => setBusy(false));
  };
  const fieldProps = { draft, errors, onText: changeText, onDraft: change };
  return (
    <Dialog
      open
      shape="drawer"
      onClose={onClose}
      title={
        given === null ? t('channels.create') : t('channels.edit', { name: given.texts.name ?? given.id })
      }
      footer={
        <>
          <Button onClick={onClose}>{common('actions.cancel')}</Button>
          <Button variant="primary" disabled={busy} onClick={save}>
            {t('save')}
          </Button>
        </>
      }
    >
      <div className={styles.form}>
        <div className={styles.columns}>
          <Field label={t('channels.type')}>
            {(ids) => (
              <Select
                {...ids}
                full
                value={draft.type}
                disabled={given !== null}
                onChange={(type) => change({ type, kept: {} })}
                options={TYPES.map((value) => ({ value, label: t(`channels.types.${value}`) }))}
              />
            )}
          </Field>
          <Field
            label={t('fields.id')}
            error={errors.has('id') && draft.id.trim() === '' ? t('required') : errors.get('id')}
            {...(given === null && { hint: t('hints.id') })}
          >
            {(ids) => (
              <Input
                {...ids}
                value={draft.id}
                disabled={given !== null}
                spellCheck={false}
                autoComplete="off"
                onChange={(event) => change({ id: event.currentTarget.value })}
              />
            )}
          </Field>
        </div>
        <ChannelField field="name" {...fieldProps} />
        {FIELDS_OF[draft.type].map((field) => (
          <ChannelField key={field} field={field} {...fieldProps} />
        ))}
        {draft.type === 'email' && (
          <div className={styles.fieldLike}>
            <span className={styles.fieldLabel}>{t('channels.tls')}</span>
            <div>
              <Segmented
                label={t('channels.tls')}
                value={draft.tls}
                onChange={(tls) => change({ tls })}
                options={TLS.map((value) => ({ value, label: t(`channels.tlsModes.${value}`) }))}
              />
            </div>
          </div>
        )}
        <Common draft={draft} onDraft={change} />
        <div className={styles.columns}>
          <ChannelField field="timeZone" {...fieldProps} />
          <ChannelField field="rateMax" {...fieldProps} />
          <ChannelField field="ratePer" {...fieldProps} />
        </div>
        <ChannelFailure error={error} shown={errors} draft={draft} />
      </div>
    </Dialog>
  );
}

interface CommonProps {
  readonly draft: ChannelDraft;
  readonly onDraft: (part: Partial<ChannelDraft>) => void;
}

function Common({ draft, onDraft }: CommonProps) {
  const { t } = useTranslation('alerts');
  return (
    <>
      <div className={styles.columns}>
        <Field label={t('channels.minSeverity')} hint={t('channels.minSeverityHint')}>
          {(ids) => (
            <Select<AlertSeverity>
              {...ids}
              full
              value={draft.minSeverity}
              onChange={(minSeverity) => onDraft({ minSeverity })}
              options={SEVERITIES.map((value) => ({ value, label: t(`severity.${value}`) }))}
            />
          )}
        </Field>
        <Field label={t('channels.language')}>
          {(ids) => (
            <Select
              {...ids}
              full
              value={draft.language}
              onChange={(language) => onDraft({ language })}
              options={[
                { value: 'en', label: LANGUAGES.en },
                { value: 'zh', label: LANGUAGES.zh },
              ]}
            />
          )}
        </Field>
      </div>
      <Switch
        label={t('channels.enabled')}
        checked={draft.enabled}
        onChange={(enabled) => onDraft({ enabled })}
      />
    </>
  );
}
