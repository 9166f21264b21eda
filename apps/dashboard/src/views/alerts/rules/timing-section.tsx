import { useTranslation } from '../../../i18n/use-translation.js';
import { Field } from '../../../ui/field.js';
import { Select } from '../../../ui/select.js';
import styles from '../alerts.module.css';
import type { FieldPath, OnMissing } from './rule-draft.js';
import { RuleField } from './rule-field.js';
import type { SectionProps } from './rule-form.js';
import { Section } from './section.js';

const FIRST = ['for', 'keepFiringFor', 'minSamples'] as const;
const MORE = ['every', 'graceAfterSwitch', 'graceAfterStart'] as const;
const DEFAULTS: Partial<Record<FieldPath, string>> = {
  for: '0s',
  keepFiringFor: '0s',
  minSamples: '1',
  every: '1s',
  graceAfterSwitch: '1m',
  graceAfterStart: '15s',
};
const CHOICES = ['keep', 'ok', 'fire'] as const;

/** How long before it fires, and what too little data means. */
export function TimingSection(props: SectionProps) {
  const { t } = useTranslation('alerts');
  const { draft, onDraft, errors } = props;
  const field = (path: (typeof FIRST)[number] | (typeof MORE)[number]) => (
    <RuleField
      key={path}
      path={path}
      {...props}
      hint={t(`hints.${path}`)}
      placeholder={DEFAULTS[path] ?? ''}
    />
  );
  const choice = (name: 'onNoData' | 'onError') => (
    <Field label={t(`fields.${name}`)} error={errors.get(name)}>
      {(ids) => (
        <Select<OnMissing>
          {...ids}
          full
          value={draft[name]}
          onChange={(value) => onDraft({ ...draft, [name]: value })}
          options={CHOICES.map((value) => ({ value, label: t(`onMissing.${value}`) }))}
        />
      )}
    </Field>
  );
  return (
    <>
      <Section title={t('sections.timing')}>
        <div className={styles.columns}>{FIRST.map(field)}</div>
      </Section>
      <Section
        title={t('sections.evaluation')}
        folds
        wrong={[...MORE, 'onNoData', 'onError'].some((path) => errors.has(path))}
        summary={t('sections.evaluationHint')}
      >
        <div className={styles.columns}>
          {choice('onNoData')}
          {choice('onError')}
        </div>
        <div className={styles.columns}>{MORE.map(field)}</div>
      </Section>
    </>
  );
}
