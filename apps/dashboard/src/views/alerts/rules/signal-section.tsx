import { useTranslation } from '../../../i18n/use-translation.js';
import styles from '../alerts.module.css';
import { useEngineNames, useSignals } from '../use-alerts.js';
import { RuleField } from './rule-field.js';
import type { SectionProps } from './rule-form.js';
import { RuleSelect } from './rule-select.js';
import { Section } from './section.js';

/** What is watched, and whose. */
export function SignalSection(props: SectionProps) {
  const { t } = useTranslation('alerts');
  const { data } = useSignals();
  const engines = useEngineNames();
  const metric = props.draft.texts['signal.metric'] ?? '';
  const signals = data?.data ?? [];
  const aggsOf = (name: string) => signals.find((signal) => signal.metric === name)?.aggs ?? [];
  return (
    <Section title={t('sections.signal')}>
      <div className={styles.columns}>
        <RuleSelect
          path="signal.metric"
          {...props}
          options={signals.map(({ metric: name }) => ({ value: name, label: name }))}
          also={(next) => {
            const aggs = aggsOf(next);
            const agg = props.draft.texts['signal.agg'];
            return { 'signal.agg': aggs.find((each) => each === agg) ?? aggs[0] ?? '' };
          }}
        />
        <RuleSelect
          path="signal.agg"
          {...props}
          options={aggsOf(metric).map((agg) => ({ value: agg, label: agg }))}
        />
        <RuleField path="signal.window" {...props} placeholder="1m" hint={t('hints.duration')} />
      </div>
      <div className={styles.columns}>
        <RuleSelect
          path="scope.engine"
          {...props}
          options={[
            { value: '', label: t('scope.all') },
            { value: 'active', label: t('scope.active') },
            { value: 'each', label: t('scope.each') },
            ...engines.map((name) => ({ value: name, label: name })),
          ]}
        />
        <RuleField path="scope.model" {...props} placeholder={t('scope.anyModel')} />
      </div>
    </Section>
  );
}
