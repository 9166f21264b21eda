import { useTranslation } from '../../../i18n/use-translation.js';
import { Button } from '../../../ui/button.js';
import { Field, Input, Textarea } from '../../../ui/field.js';
import styles from '../alerts.module.css';
import { isSecret, keptText, type ChannelDraft, type SecretField, type TextField } from './channel-draft.js';

const LONG: ReadonlySet<TextField> = new Set(['headers', 'to', 'atMobiles']);
/** Where the API names a field otherwise. */
const PATHS: Partial<Record<TextField, string>> = { rateMax: 'rateLimit.max', ratePer: 'rateLimit.per' };
/** What has a word of help. */
const HINTED = ['url', 'secret', 'headers', 'keyword', 'atMobiles', 'to', 'password', 'rateMax'] as const;

export interface ChannelFieldProps {
  readonly field: TextField;
  readonly draft: ChannelDraft;
  readonly errors: ReadonlyMap<string, string>;
  readonly onText: (field: TextField, text: string) => void;
  readonly onDraft: (part: Partial<ChannelDraft>) => void;
}

/** One field. A secret that is stored is not shown: it stays, or is replaced. */
export function ChannelField({ field, draft, errors, onText, onDraft }: ChannelFieldProps) {
  const { t } = useTranslation('alerts');
  const { type, texts, kept } = draft;
  const path = PATHS[field] ?? field;
  const said = errors.get(path) ?? [...errors].find(([name]) => name.startsWith(`${path}.`))?.[1];
  const isMissing = (texts[field] ?? '').trim() === '';
  const hinted = HINTED.find((each) => each === field);
  const hint = hinted === undefined ? undefined : t(`channels.hints.${hinted}`);
  if (isSecret(type, field) && kept[field] !== undefined) {
    const secret: SecretField = field;
    const replace = () => {
      const { [secret]: _, ...others } = kept;
      onDraft({ kept: others });
    };
    return (
      <Field label={t(`channels.fields.${field}`)} error={said} hint={t('channels.stored')}>
        {(ids) => (
          <div className={styles.secret}>
            <Input {...ids} value={keptText(kept[secret])} readOnly data-secret={field} />
            <Button onClick={replace}>{t('channels.replace')}</Button>
          </div>
        )}
      </Field>
    );
  }
  const error = said !== undefined && isMissing ? t('required') : said;
  const shared = {
    value: texts[field] ?? '',
    spellCheck: false,
    autoComplete: field === 'password' || field === 'secret' ? 'new-password' : 'off',
  };
  return (
    <Field label={t(`channels.fields.${field}`)} error={error} {...(hint !== undefined && { hint })}>
      {(ids) =>
        LONG.has(field) ? (
          <Textarea
            {...ids}
            {...shared}
            rows={2}
            onChange={(event) => onText(field, event.currentTarget.value)}
          />
        ) : (
          <Input
            {...ids}
            {...shared}
            type={field === 'password' || field === 'secret' ? 'password' : 'text'}
            onChange={(event) => onText(field, event.currentTarget.value)}
          />
        )
      }
    </Field>
  );
}
