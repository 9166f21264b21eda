import type { AlertOperator } from '@yychat/protocol';
import { useTranslation } from '../../../i18n/use-translation.js';
import { Field } from '../../../ui/field.js';
import { Select } from '../../../ui/select.js';
import styles from '../alerts.module.css';
import { useEngineNames, useSignals } from '../use-alerts.js';
import { CONDITION_FIELDS, type ConditionType, type FieldPath } from './rule-draft.js';
import { RuleField } from './rule-field.js';
import type { SectionProps } from './rule-form.js';
import { Section } from './section.js';

const TYPES = Object.keys(CONDITION_FIELDS) as readonly ConditionType[];
const OPERATORS = ['>', '>=', '<', '<='] as const;
/** What stands there when nothing is typed. */
const DEFAULTS: Partial<Record<FieldPath, string>> = {
  'condition.minDifference': '0',
  'condition.objective': '0.99',
  'condition.factor': '14.4',
  'condition.longWindow': '1h',
  'condition.shortWindow': '5m',
  'condition.minRequests': '100',
};
/** Of those that a new condition begins with. */
const BEGIN: Readonly<Record<ConditionType, Readonly<Partial<Record<FieldPath, string>>>>> = {
  threshold: { 'condition.value': '5' },
  compareEngines: { 'condition.factor': '1.5' },
  change: { 'condition.baseline.offset': '1h', 'condition.factor': '1.5' },
  burnRate: {
    'signal.agg': 'ratio',
    'signal.metric': 'error_rate',
    'condition.objective': '0.99',
    'condition.factor': '14.4',
    'condition.longWindow': '1h',
    'condition.shortWindow': '5m',
    'condition.minRequests': '100',
  },
  absent: {},
};
const HINTED = [
  'condition.clear',
  'condition.factor',
  'condition.clearFactor',
  'condition.minDifference',
  'condition.objective',
  'condition.baseline.offset',
] as const;

/** When it is breached. */
export function ConditionSection(props: SectionProps) {
  const { t } = useTranslation('alerts');
  const { draft, onDraft } = props;
  const engines = useEngineNames();
  const { data } = useSignals();
  const unit = data?.data.find(({ metric }) => metric === draft.texts['signal.metric'])?.unit;
  const hasOperator = draft.condition !== 'burnRate' && draft.condition !== 'absent';
  const hintOf = (path: FieldPath) => {
    if (path === 'condition.value') return unit === undefined ? undefined : t(`hints.units.${unit}`);
    // Of a budget a factor is something else.
    if (path === 'condition.factor' && draft.condition === 'burnRate') return undefined;
    const hinted = HINTED.find((each) => each === path);
    return hinted === undefined ? undefined : t(`hints.${hinted}`);
  };
  return (
    <Section title={t('sections.condition')}>
      <div className={styles.columns}>
        <Field label={t('condition.type')} hint={t(`condition.explained.${draft.condition}`)}>
          {(ids) => (
            <Select
              {...ids}
              full
              value={draft.condition}
              onChange={(condition) =>
                onDraft({
                  ...draft,
                  condition,
                  texts: { ...draft.texts, ...missing(BEGIN[condition], draft.texts) },
                })
              }
              options={TYPES.map((value) => ({ value, label: t(`condition.types.${value}`) }))}
            />
          )}
        </Field>
        {hasOperator && (
          <Field label={t('condition.op')}>
            {(ids) => (
              <Select<AlertOperator>
                {...ids}
                full
                value={draft.op}
                onChange={(op) => onDraft({ ...draft, op })}
                options={OPERATORS.map((value) => ({ value, label: t(`condition.ops.${value}`) }))}
              />
            )}
          </Field>
        )}
      </div>
      <div className={styles.columns}>
        {CONDITION_FIELDS[draft.condition].map((path) => {
          const hint = hintOf(path);
          const placeholder =
            draft.condition === 'burnRate' || path === 'condition.minDifference' ? DEFAULTS[path] : undefined;
          return (
            <RuleField
              key={path}
              path={path}
              {...props}
              {...(hint !== undefined && { hint })}
              {...(placeholder !== undefined && { placeholder })}
              {...(path === 'condition.against' && { choices: engines })}
            />
          );
        })}
      </div>
    </Section>
  );
}

/** A burn rate is of errors; of the rest only what nobody has typed. */
function missing(
  begin: Readonly<Partial<Record<FieldPath, string>>>,
  texts: Readonly<Partial<Record<FieldPath, string>>>,
): Readonly<Partial<Record<FieldPath, string>>> {
  return Object.fromEntries(
    Object.entries(begin).filter(
      ([path]) => path.startsWith('signal.') || (texts[path as FieldPath] ?? '') === '',
    ),
  );
}
