import { Eye, EyeOff } from 'lucide-react';
import { useId, useState, type SubmitEvent } from 'react';
import { isApiError } from '../api/api-error.js';
import { useTranslation } from '../i18n/use-translation.js';
import { PreferenceButtons } from '../shell/preference-buttons.js';
import { Button, IconButton } from '../ui/button.js';
import { Field, Input } from '../ui/field.js';
import { useReason } from '../ui/state.js';
import styles from './gate.module.css';
import { useLogin } from './session.js';

/** @param codeError why the login link did not work, when there was one */
export function LoginView({ codeError }: { readonly codeError: Error | null }) {
  const { t } = useTranslation();
  const login = useLogin();
  const formId = useId();
  const [key, setKey] = useState('');
  const [shown, setShown] = useState(false);
  const keyProblem = useLoginProblem(login.error, t('login.wrongKey'));
  const codeProblem = useLoginProblem(codeError, t('login.wrongCode'));

  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    const given = key.trim();
    if (given === '' || login.isPending) return;
    login.mutate({ key: given }, { onSettled: () => setKey('') });
  };
  return (
    <main className={styles.page}>
      <div className={styles.corner}>
        <PreferenceButtons />
      </div>
      <div className={styles.panel}>
        <img src={`${import.meta.env.BASE_URL}icon.svg`} alt="" className={styles.mark} />
        <h1 className={styles.title}>{t('login.title')}</h1>
        <p className={styles.lead}>{t('login.lead')}</p>
        <form id={formId} className={styles.form} onSubmit={submit}>
          <Field label={t('login.key')} error={keyProblem ?? codeProblem}>
            {(ids) => (
              <div className={styles.keyRow}>
                <Input
                  {...ids}
                  // The only thing that can be done here.
                  // eslint-disable-next-line jsx-a11y/no-autofocus
                  autoFocus
                  required
                  type={shown ? 'text' : 'password'}
                  autoComplete="current-password"
                  autoCapitalize="off"
                  spellCheck={false}
                  value={key}
                  onChange={(event) => setKey(event.currentTarget.value)}
                />
                <IconButton
                  size="sm"
                  className={styles.reveal}
                  label={shown ? t('login.hide') : t('login.show')}
                  onClick={() => setShown(!shown)}
                >
                  {shown ? <EyeOff aria-hidden /> : <Eye aria-hidden />}
                </IconButton>
              </div>
            )}
          </Field>
          <Button type="submit" variant="primary" className={styles.submit} disabled={login.isPending}>
            {login.isPending ? t('login.busy') : t('login.submit')}
          </Button>
        </form>
        <p className={styles.note}>{t('login.where')}</p>
      </div>
    </main>
  );
}

function useLoginProblem(error: Error | null, wrong: string): string | null {
  const { t } = useTranslation();
  const reason = useReason(error);
  if (error === null) return null;
  if (!isApiError(error)) return reason;
  if (error.status === 401) return wrong;
  if (error.status === 403) return t('login.noRight');
  if (error.status === 429) return t('login.tooMany');
  return reason;
}
