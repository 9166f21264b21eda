import { useTranslation } from '../i18n/use-translation.js';
import styles from './gate.module.css';

export function CheckingView() {
  const { t } = useTranslation();
  return (
    <main className={styles.page}>
      <p role="status" className={styles.lead}>
        {t('login.checking')}
      </p>
    </main>
  );
}
