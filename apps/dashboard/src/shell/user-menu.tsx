import { CircleUser, LogOut } from 'lucide-react';
import { useTranslation } from '../i18n/use-translation.js';
import { useLogout, useSession } from '../session/session.js';
import { Button } from '../ui/button.js';
import { Menu } from '../ui/menu.js';
import styles from './status-bar.module.css';

export function UserMenu() {
  const { t } = useTranslation();
  const { name, role, tenant, version } = useSession();
  const logout = useLogout();
  return (
    <Menu
      trigger={
        <Button variant="ghost" size="sm" className={styles.user} aria-label={`${t('user.menu')}: ${name}`}>
          <CircleUser aria-hidden />
          <span className={styles.userName}>{name}</span>
        </Button>
      }
      head={
        <span className={styles.identity}>
          <strong>{name}</strong>
          <small>
            {t(`user.roles.${role}`)} · {t('user.tenant', { tenant })}
          </small>
          <small>YYChat {version}</small>
        </span>
      }
      items={[
        {
          id: 'logout',
          label: t('user.logout'),
          icon: <LogOut aria-hidden />,
          onSelect: () => logout.mutate(),
        },
      ]}
    />
  );
}
