import type { Session } from '@yychat/protocol';
import { ShieldOff } from 'lucide-react';
import { useTranslation } from '../i18n/use-translation.js';
import { PreferenceButtons } from '../shell/preference-buttons.js';
import { Button } from '../ui/button.js';
import { EmptyState } from '../ui/state.js';
import styles from './gate.module.css';
import { useLogout } from './session.js';

/** For keys that may chat, and nothing else. */
export function ForbiddenView({ session }: { readonly session: Session | null }) {
  const { t } = useTranslation();
  const logout = useLogout();
  return (
    <main className={styles.page}>
      <div className={styles.corner}>
        <PreferenceButtons />
      </div>
      <EmptyState
        icon={<ShieldOff aria-hidden />}
        title={t('forbidden.title')}
        actions={
          <Button variant="primary" disabled={logout.isPending} onClick={() => logout.mutate()}>
            {t('forbidden.action')}
          </Button>
        }
      >
        {session === null
          ? t('login.noRight')
          : t('forbidden.text', { name: session.name, role: t(`user.roles.${session.role}`) })}
      </EmptyState>
    </main>
  );
}
