import { useTranslation } from '../../../i18n/use-translation.js';
import { Field } from '../../../ui/field.js';
import { Select, type Option } from '../../../ui/select.js';
import type { FieldPath } from './rule-draft.js';
import type { SectionProps } from './rule-form.js';

export interface RuleSelectProps extends SectionProps {
  readonly path: FieldPath;
  readonly options: readonly Option<string>[];
  readonly hint?: string;
  /** What changes with it. Default: nothing. */
  readonly also?: (value: string) => Readonly<Partial<Record<FieldPath, string>>>;
}

/** A field that is chosen. What the rule has stays a choice, even where nobody knows it any more. */
export function RuleSelect({ path, options, hint, also, draft, onDraft, errors }: RuleSelectProps) {
  const { t } = useTranslation('alerts');
  const value = draft.texts[path] ?? '';
  const known = options.some((option) => option.value === value);
  return (
    <Field label={t(`fields.${path}`)} error={errors.get(path)} {...(hint !== undefined && { hint })}>
      {(ids) => (
        <Select
          {...ids}
          full
          value={value}
          onChange={(next) => onDraft({ ...draft, texts: { ...draft.texts, [path]: next, ...also?.(next) } })}
          options={known ? options : [...options, { value, label: value }]}
        />
      )}
    </Field>
  );
}
