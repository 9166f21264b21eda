import type { AlertRule } from '@yychat/protocol';
import { useTranslation } from '../../../i18n/use-translation.js';
import { useRuleText } from '../../../rules/use-rule-text.js';
import { Segmented } from '../../../ui/segmented.js';
import styles from '../alerts.module.css';
import { useChannels } from '../use-alerts.js';
import { Checks } from './checks.js';
import { MuteTimes } from './mute-times.js';
import { RuleField } from './rule-field.js';
import type { SectionProps } from './rule-form.js';
import { Section } from './section.js';

const PATHS = ['channels', 'repeat', 'groupBy', 'inhibitedBy', 'muteTimes', 'labels', 'runbookUrl'];

/** Who is told, how often, and when not. */
export function NotifySection({ rules, ...props }: SectionProps & { readonly rules: readonly AlertRule[] }) {
  const { t } = useTranslation('alerts');
  const ruleText = useRuleText();
  const { draft, onDraft, errors } = props;
  const { data } = useChannels();
  const known =
    data?.data.map(({ channel }) => ({ id: channel.id, label: channel.name ?? channel.id })) ?? [];
  const all = draft.channels === 'all';
  const errorAt = (name: string) =>
    [...errors].find(([path]) => path === name || path.startsWith(`${name}.`))?.[1];
  const summary =
    draft.channels === 'all'
      ? t('rules.allChannels')
      : draft.channels.length === 0
        ? t('rules.noChannels')
        : draft.channels.join(', ');
  return (
    <Section
      title={t('sections.notify')}
      folds
      summary={summary}
      wrong={[...errors.keys()].some((path) => PATHS.includes(path.split('.')[0] ?? ''))}
    >
      <div className={styles.fieldLike}>
        <span className={styles.fieldLabel}>{t('columns.channels')}</span>
        <div>
          <Segmented
            label={t('columns.channels')}
            value={all ? 'all' : 'chosen'}
            onChange={(value) =>
              onDraft({ ...draft, channels: value === 'all' ? 'all' : known.map(({ id }) => id) })
            }
            options={[
              { value: 'all', label: t('rules.allChannels') },
              { value: 'chosen', label: t('rules.chosenChannels') },
            ]}
          />
        </div>
        {draft.channels !== 'all' && (
          <Checks
            label={t('columns.channels')}
            choices={known}
            chosen={draft.channels}
            onChange={(channels) => onDraft({ ...draft, channels })}
            empty={t('rules.noChannels')}
            error={errorAt('channels')}
          />
        )}
      </div>
      <div className={styles.columns}>
        <RuleField path="repeat.every" {...props} placeholder="4h" hint={t('hints.repeat')} />
        <RuleField path="repeat.max" {...props} placeholder="3" />
        <RuleField path="groupBy" {...props} hint={t('hints.groupBy')} />
      </div>
      <div className={styles.fieldLike}>
        <span className={styles.fieldLabel}>{t('fields.inhibitedBy')}</span>
        <Checks
          label={t('fields.inhibitedBy')}
          choices={rules
            .filter(({ id }) => id !== draft.texts.id)
            .map(({ id, name }) => ({ id, label: ruleText(name) }))}
          chosen={draft.inhibitedBy}
          onChange={(inhibitedBy) => onDraft({ ...draft, inhibitedBy })}
          empty={t('rules.none')}
          error={errorAt('inhibitedBy')}
        />
      </div>
      <MuteTimes {...props} />
      <RuleField path="labels" {...props} hint={t('hints.labels')} />
      <RuleField path="runbookUrl" {...props} placeholder="https://" />
    </Section>
  );
}
