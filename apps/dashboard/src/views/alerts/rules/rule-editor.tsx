import type { AlertRule, AlertRuleInput } from '@yychat/protocol';
import { ArrowLeft } from 'lucide-react';
import { useMemo, useState } from 'react';
import { useTranslation } from '../../../i18n/use-translation.js';
import { useRuleText } from '../../../rules/use-rule-text.js';
import { useMay } from '../../../session/session.js';
import { Button } from '../../../ui/button.js';
import { Segmented } from '../../../ui/segmented.js';
import { useReason } from '../../../ui/state.js';
import { Toolbar, ToolbarSpacer } from '../../../ui/toolbar.js';
import { useEditedRule, useEditorForm, usePreviewRange } from '../alerts-params.js';
import styles from '../alerts.module.css';
import { useFieldErrors } from '../use-field-errors.js';
import { ConflictDialog } from './conflict-dialog.js';
import { DeleteRule } from './delete-rule.js';
import { JsonEditor } from './json-editor.js';
import { PreviewPanel } from './preview-panel.js';
import { FIELD_PATHS, isFields, NEW_DRAFT, ruleDraft, ruleInput, type RuleDraft } from './rule-draft.js';
import { RuleForm } from './rule-form.js';
import { usePreview } from './use-preview.js';
import { useSaveRule } from './use-save-rule.js';

export interface RuleEditorProps {
  /** `null`: a new one. */
  readonly rule: AlertRule | null;
  readonly rules: readonly AlertRule[];
}

/** A rule, and beside it what it would have done. */
export function RuleEditor({ rule, rules }: RuleEditorProps) {
  const { t } = useTranslation('alerts');
  const { t: common } = useTranslation();
  const ruleText = useRuleText();
  const isAdmin = useMay('admin');
  const [, edit] = useEditedRule();
  const [form, setForm] = useEditorForm();
  const [range] = usePreviewRange();
  const [draft, setDraft] = useState<RuleDraft>(() => (rule === null ? NEW_DRAFT : ruleDraft(rule)));
  const [json, setJson] = useState<string>(() => written(draft));
  const given = useMemo(() => (form === 'json' ? parsed(json) : ruleInput(draft)), [form, json, draft]);
  const preview = usePreview(given, range);
  const leave = () => edit(null);
  const save = useSaveRule(rule, leave);
  // Fields that are not there yet are no mistake before somebody wants to keep the rule.
  const errorsOf = useFieldErrors();
  const errors = new Map([...errorsOf(preview.error, 'rule'), ...errorsOf(save.error)]);
  const reason = useReason(save.error);
  const isAtField = form === 'form' && [...errors.keys()].some(isShown);
  const load = (other: AlertRule) => {
    setDraft(ruleDraft(other));
    setJson(written(ruleDraft(other)));
    save.reset();
  };
  const change = (next: RuleDraft) => {
    setDraft(next);
    if (save.error !== null) save.reset();
  };
  return (
    <div className={styles.stack}>
      <Toolbar label={t('rules.editor')}>
        <Button variant="ghost" size="sm" onClick={leave}>
          <ArrowLeft aria-hidden />
          {t('rules.back')}
        </Button>
        <h2 className={styles.editorTitle}>{rule === null ? t('rules.new') : ruleText(rule.name)}</h2>
        {rule !== null && (
          <span className={styles.faint}>{t('rules.version', { version: rule.version })}</span>
        )}
        <ToolbarSpacer />
        <Segmented
          label={t('rules.as')}
          value={form}
          onChange={(next) => {
            if (next === 'json') setJson(written(draft));
            else if (given !== null) setDraft(ruleDraft(given));
            setForm(next);
          }}
          options={[
            { value: 'form', label: t('rules.form'), disabled: given === null },
            { value: 'json', label: 'JSON' },
          ]}
        />
        {rule !== null && <DeleteRule rule={rule} onDeleted={leave} />}
        <Button
          variant="primary"
          disabledReason={isAdmin ? undefined : common('role.needsAdmin')}
          disabled={save.isPending || given === null}
          onClick={() => given !== null && save.mutate(given)}
        >
          {rule === null ? t('rules.create') : t('save')}
        </Button>
      </Toolbar>
      {save.error !== null && save.conflict === null && !isAtField && (
        <p role="alert" className={styles.wrong}>
          {reason}
        </p>
      )}
      <div className={styles.editor}>
        {form === 'json' ? (
          <JsonEditor text={json} onText={setJson} isValid={given !== null} errors={errors} />
        ) : (
          <RuleForm draft={draft} onDraft={change} errors={errors} rules={rules} isNew={rule === null} />
        )}
        <PreviewPanel preview={preview} rule={ofPreview(given, rule)} />
      </div>
      {save.conflict !== null && given !== null && (
        <ConflictDialog
          mine={given}
          theirs={save.conflict}
          onReload={load}
          onOverwrite={(version) => save.mutate({ ...given, version })}
          onClose={save.reset}
        />
      )}
    </div>
  );
}

function isShown(path: string): boolean {
  return FIELD_PATHS.some((field) => path === field || path.startsWith(`${field}.`));
}

function written(draft: RuleDraft): string {
  return JSON.stringify(ruleInput(draft), null, 2);
}

/** `null`: it is no object. */
function parsed(text: string): AlertRuleInput | null {
  try {
    const value: unknown = JSON.parse(text);
    return isFields(value) ? (value as unknown as AlertRuleInput) : null;
  } catch {
    return null;
  }
}

const UNKNOWN: Pick<AlertRule, 'signal' | 'condition'> = {
  signal: { metric: '', agg: 'avg', window: 60 },
  condition: { type: 'absent' },
};

/** What the values of a preview are values of. */
function ofPreview(
  given: AlertRuleInput | null,
  rule: AlertRule | null,
): Pick<AlertRule, 'signal' | 'condition'> {
  if (given !== null && isFields(given.signal) && isFields(given.condition))
    return {
      signal: given.signal as AlertRule['signal'],
      condition: given.condition as AlertRule['condition'],
    };
  return rule ?? UNKNOWN;
}
