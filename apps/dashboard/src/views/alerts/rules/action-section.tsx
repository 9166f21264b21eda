import { useTranslation } from '../../../i18n/use-translation.js';
import { Switch } from '../../../ui/field.js';
import styles from '../alerts.module.css';
import { useEngineNames } from '../use-alerts.js';
import { RuleField } from './rule-field.js';
import type { SectionProps } from './rule-form.js';
import { Section } from './section.js';

/** Lets another engine take over. */
export function ActionSection(props: SectionProps) {
  const { t } = useTranslation('alerts');
  const { draft, onDraft, errors } = props;
  const engines = useEngineNames();
  return (
    <Section
      title={t('sections.action')}
      folds
      summary={draft.acts ? (draft.texts['action.to'] ?? '') : t('action.none')}
      wrong={[...errors.keys()].some((path) => path.startsWith('action.'))}
    >
      <Switch
        label={t('action.acts')}
        checked={draft.acts}
        onChange={(acts) => onDraft({ ...draft, acts })}
      />
      {draft.acts && (
        <>
          <div className={styles.columns}>
            <RuleField path="action.to" {...props} choices={engines} />
            <RuleField path="action.coolDown" {...props} placeholder="5m" hint={t('hints.action.coolDown')} />
            <RuleField path="action.maxPerHour" {...props} placeholder="4" />
          </div>
          <Switch
            label={t('action.goesBack')}
            checked={draft.goesBack}
            onChange={(goesBack) => onDraft({ ...draft, goesBack })}
          />
          {draft.goesBack && <RuleField path="action.back.after" {...props} placeholder="5m" />}
        </>
      )}
    </Section>
  );
}
