import { useTranslation } from 'react-i18next';
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
