import { Keyboard } from 'lucide-react';
import { Link, useLocation } from 'wouter';
import { useTranslation } from '../i18n/use-translation.js';
import { IconButton } from '../ui/button.js';
import { useViewHref } from '../url/use-param.js';
import { views } from '../views.js';
import styles from './navigation.module.css';

/** A column on the left; on a phone a bar at the bottom. */
export function Navigation({ onOpenKeys }: { readonly onOpenKeys: () => void }) {
  const { t } = useTranslation();
  const [location] = useLocation();
  const href = useViewHref();
  const isAt = (path: string) =>
    path === '/' ? location === '/' || location === '' : location === path || location.startsWith(`${path}/`);
  return (
    <nav className={styles.nav} aria-label={t('nav.label')}>
      <div className={styles.brand}>
        <img src={`${import.meta.env.BASE_URL}icon.svg`} alt="" />
        <span className={styles.brandName}>{t('app.name')}</span>
      </div>
      <ul className={styles.list}>
        {views.map(({ id, path, icon: Icon }) => (
          <li key={id}>
            <Link
              href={href(path)}
              className={styles.link}
              title={t(`nav.${id}`)}
              aria-current={isAt(path) ? 'page' : undefined}
            >
              <Icon aria-hidden />
              <span className={styles.name}>{t(`nav.${id}`)}</span>
            </Link>
          </li>
        ))}
      </ul>
      <div className={styles.foot}>
        <IconButton label={t('keys.open')} shortcut="?" onClick={onOpenKeys}>
          <Keyboard aria-hidden />
        </IconButton>
      </div>
    </nav>
  );
}
