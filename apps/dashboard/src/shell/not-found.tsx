import { Compass } from 'lucide-react';
import { useTranslation } from '../i18n/use-translation.js';
import { Button } from '../ui/button.js';
import { EmptyState } from '../ui/state.js';
import { useGoTo } from '../url/use-param.js';

export function NotFound() {
  const { t } = useTranslation();
  const goTo = useGoTo();
  return (
    <EmptyState
      icon={<Compass aria-hidden />}
      title={t('notFound.title')}
      actions={<Button onClick={() => goTo('/')}>{t('notFound.action')}</Button>}
    />
  );
}
