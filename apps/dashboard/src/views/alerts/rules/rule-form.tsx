import type { AlertRule } from '@yychat/protocol';
import type { RuleDraft } from './rule-draft.js';
import { ActionSection } from './action-section.js';
import { ConditionSection } from './condition-section.js';
import { NotifySection } from './notify-section.js';
import { RuleSection } from './rule-section.js';
import { SignalSection } from './signal-section.js';
import { TimingSection } from './timing-section.js';
import styles from '../alerts.module.css';

export interface SectionProps {
  readonly draft: RuleDraft;
  readonly onDraft: (draft: RuleDraft) => void;
  /** What the API says of fields, by their paths. */
  readonly errors: ReadonlyMap<string, string>;
}

export interface RuleFormProps extends SectionProps {
  readonly rules: readonly AlertRule[];
  readonly isNew: boolean;
}

/** All fields of a rule. */
export function RuleForm({ rules, isNew, ...section }: RuleFormProps) {
  return (
    <div className={styles.stack}>
      <RuleSection {...section} isNew={isNew} />
      <SignalSection {...section} />
      <ConditionSection {...section} />
      <TimingSection {...section} />
      <NotifySection {...section} rules={rules} />
      <ActionSection {...section} />
    </div>
  );
}
