import { useTranslation } from '../../../i18n/use-translation.js';
import { Field, Input, Textarea } from '../../../ui/field.js';
import type { FieldPath } from './rule-draft.js';
import type { SectionProps } from './rule-form.js';

const LONG: ReadonlySet<FieldPath> = new Set(['description', 'labels']);

export interface RuleFieldProps extends SectionProps {
  readonly path: FieldPath;
  readonly hint?: string;
  readonly placeholder?: string;
  readonly disabled?: boolean;
  /** What may be typed, among other things. */
  readonly choices?: readonly string[];
}

/** A field that is typed into. */
export function RuleField({
  path,
  draft,
  onDraft,
  errors,
  hint,
  placeholder,
  disabled,
  choices,
}: RuleFieldProps) {
  const { t } = useTranslation('alerts');
  const change = (text: string) => onDraft({ ...draft, texts: { ...draft.texts, [path]: text } });
  const said = errors.get(path) ?? [...errors].find(([at]) => at.startsWith(`${path}.`))?.[1];
  const isMissing = (draft.texts[path] ?? '').trim() === '';
  const error = said !== undefined && isMissing ? t('required') : said;
  const shared = {
    value: draft.texts[path] ?? '',
    spellCheck: path === 'name' || path === 'description',
    autoComplete: 'off',
    disabled,
    placeholder,
  };
  return (
    <Field label={t(`fields.${path}`)} error={error} {...(hint !== undefined && { hint })}>
      {(ids) =>
        LONG.has(path) ? (
          <Textarea {...ids} {...shared} rows={2} onChange={(event) => change(event.currentTarget.value)} />
        ) : (
          <>
            <Input
              {...ids}
              {...shared}
              {...(choices !== undefined && { list: `${ids.id}-choices` })}
              onChange={(event) => change(event.currentTarget.value)}
            />
            {choices !== undefined && (
              <datalist id={`${ids.id}-choices`}>
                {choices.map((choice) => (
                  <option key={choice} value={choice} />
                ))}
              </datalist>
            )}
          </>
        )
      }
    </Field>
  );
}
