import type { AlertRule, AlertRuleInput } from '@yychat/protocol';
import { useTranslation } from '../../../i18n/use-translation.js';
import { Button } from '../../../ui/button.js';
import { Dialog } from '../../../ui/dialog.js';
import styles from '../alerts.module.css';
import { ruleDraft, ruleInput } from './rule-draft.js';

export interface ConflictDialogProps {
  readonly mine: AlertRuleInput;
  readonly theirs: AlertRule;
  readonly onReload: (rule: AlertRule) => void;
  readonly onOverwrite: (version: number) => void;
  readonly onClose: () => void;
}

/** Somebody else was faster: what differs, and whose it shall be. */
export function ConflictDialog({ mine, theirs, onReload, onOverwrite, onClose }: ConflictDialogProps) {
  const { t } = useTranslation('alerts');
  const left = ruleInput(ruleDraft(mine));
  const right = ruleInput(ruleDraft(theirs));
  const differences = differingFields(left, right);
  return (
    <Dialog
      open
      shape="wide"
      onClose={onClose}
      title={t('conflict.title')}
      description={t('conflict.text', { version: theirs.version })}
      footer={
        <>
          <Button onClick={() => onReload(theirs)}>{t('conflict.reload')}</Button>
          <Button variant="danger" onClick={() => onOverwrite(theirs.version)}>
            {t('conflict.overwrite')}
          </Button>
        </>
      }
    >
      {differences.length === 0 ? (
        <p className={styles.muted}>{t('conflict.same')}</p>
      ) : (
        <table className={styles.differences}>
          <thead>
            <tr>
              <th scope="col">{t('conflict.field')}</th>
              <th scope="col">{t('conflict.mine')}</th>
              <th scope="col">{t('conflict.theirs')}</th>
            </tr>
          </thead>
          <tbody>
            {differences.map(([field, a, b]) => (
              <tr key={field}>
                <th scope="row">
                  <code>{field}</code>
                </th>
                <td>
                  <code>{a}</code>
                </td>
                <td>
                  <code>{b}</code>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Dialog>
  );
}

/** Fields that are not the same in both, but for the version. */
function differingFields(
  left: object,
  right: object,
): readonly (readonly [field: string, left: string, right: string])[] {
  const [a, b] = [left as Record<string, unknown>, right as Record<string, unknown>];
  const write = (value: unknown) => (value === undefined ? '–' : JSON.stringify(value));
  return [...new Set([...Object.keys(a), ...Object.keys(b)])]
    .filter((field) => field !== 'version' && write(a[field]) !== write(b[field]))
    .map((field) => [field, write(a[field]), write(b[field])]);
}
