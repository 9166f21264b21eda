import type { AlertDay } from '@yychat/protocol';
import { Plus, Trash2 } from 'lucide-react';
import { useTranslation } from '../../../i18n/use-translation.js';
import { Button, IconButton } from '../../../ui/button.js';
import { Field, Input } from '../../../ui/field.js';
import styles from '../alerts.module.css';
import type { MuteDraft } from './rule-draft.js';
import type { SectionProps } from './rule-form.js';
import { Checks } from './checks.js';

const DAYS: readonly AlertDay[] = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];

/** Times of the week in which nobody is disturbed. */
export function MuteTimes({ draft, onDraft, errors }: SectionProps) {
  const { t } = useTranslation('alerts');
  const times = draft.muteTimes;
  const set = (muteTimes: readonly MuteDraft[]) => onDraft({ ...draft, muteTimes });
  const change = (index: number, part: Partial<MuteDraft>) =>
    set(times.map((time, i) => (i === index ? { ...time, ...part } : time)));
  return (
    <div className={styles.fieldLike}>
      <span className={styles.fieldLabel}>{t('fields.muteTimes')}</span>
      {times.map((time, i) => (
        <div key={i} className={styles.mute}>
          <Checks
            label={t('mute.days')}
            choices={DAYS.map((id) => ({ id, label: t(`mute.names.${id}`) }))}
            chosen={time.days}
            onChange={(days) => change(i, { days: DAYS.filter((day) => days.includes(day)) })}
            empty=""
            error={errors.get(`muteTimes.${i}.days`)}
          />
          <div className={styles.columns}>
            {(['from', 'to', 'zone'] as const).map((name) => (
              <Field key={name} label={t(`mute.${name}`)} error={errors.get(`muteTimes.${i}.${name}`)}>
                {(ids) => (
                  <Input
                    {...ids}
                    value={time[name]}
                    autoComplete="off"
                    spellCheck={false}
                    onChange={(event) => change(i, { [name]: event.currentTarget.value })}
                  />
                )}
              </Field>
            ))}
          </div>
          <IconButton
            size="sm"
            label={t('mute.remove')}
            onClick={() => set(times.filter((_, at) => at !== i))}
          >
            <Trash2 aria-hidden />
          </IconButton>
        </div>
      ))}
      <div>
        <Button
          size="sm"
          onClick={() =>
            set([
              ...times,
              {
                days: DAYS,
                from: '22:00',
                to: '07:00',
                zone: Intl.DateTimeFormat().resolvedOptions().timeZone,
              },
            ])
          }
        >
          <Plus aria-hidden />
          {t('mute.add')}
        </Button>
      </div>
    </div>
  );
}
