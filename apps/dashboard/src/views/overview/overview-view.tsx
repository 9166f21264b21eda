import { useTranslation } from 'react-i18next';
import { addMessages } from '../../i18n/i18n.js';
import { overviewMessages } from './overview-messages.js';

addMessages('overview', overviewMessages);

export function OverviewView() {
  const { t } = useTranslation('overview');
  return <h1 className="visually-hidden">{t('title')}</h1>;
}
