import { useTranslation } from '../../../i18n/use-translation.js';
import { Card } from '../../../ui/card.js';
import { Field, Textarea } from '../../../ui/field.js';
import styles from '../alerts.module.css';

export interface JsonEditorProps {
  readonly text: string;
  readonly onText: (text: string) => void;
  readonly isValid: boolean;
  /** By the paths of fields. */
  readonly errors: ReadonlyMap<string, string>;
}

/** The rule as the API has it, for all that the form has no field for. */
export function JsonEditor({ text, onText, isValid, errors }: JsonEditorProps) {
  const { t } = useTranslation('alerts');
  const said = [...errors].map(([path, message]) => `${path}: ${message}`).join('\n');
  return (
    <Card title="JSON">
      <Field
        label={t('rules.json')}
        hint={t('rules.jsonHint')}
        error={isValid ? said : t('rules.jsonInvalid')}
      >
        {(ids) => (
          <Textarea
            {...ids}
            className={styles.json}
            rows={28}
            value={text}
            spellCheck={false}
            onChange={(event) => onText(event.currentTarget.value)}
          />
        )}
      </Field>
    </Card>
  );
}
