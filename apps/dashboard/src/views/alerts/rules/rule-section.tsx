import type { AlertSeverity } from '@yychat/protocol';
import { useTranslation } from '../../../i18n/use-translation.js';
import { Switch } from '../../../ui/field.js';
import { Segmented } from '../../../ui/segmented.js';
import styles from '../alerts.module.css';
import { RuleField } from './rule-field.js';
import type { SectionProps } from './rule-form.js';
import { Section } from './section.js';

const SEVERITIES = ['info', 'warning', 'critical'] as const;

/** What it is called, and how bad it is. */
export function RuleSection({ isNew, ...props }: SectionProps & { readonly isNew: boolean }) {
  const { t } = useTranslation('alerts');
  const { draft, onDraft } = props;
  return (
    <Section title={t('sections.rule')}>
      <div className={styles.columns}>
        <RuleField path="name" {...props} />
        <RuleField path="id" {...props} disabled={!isNew} {...(isNew && { hint: t('hints.id') })} />
      </div>
      <div className={styles.row}>
        <Segmented<AlertSeverity>
          label={t('columns.severity')}
          value={draft.severity}
          onChange={(severity) => onDraft({ ...draft, severity })}
          options={SEVERITIES.map((value) => ({ value, label: t(`severity.${value}`) }))}
        />
        <Switch
          label={t('columns.enabled')}
          checked={draft.enabled}
          onChange={(enabled) => onDraft({ ...draft, enabled })}
        />
      </div>
      <RuleField path="description" {...props} />
    </Section>
  );
}
