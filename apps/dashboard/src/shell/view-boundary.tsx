import { CircleAlert } from 'lucide-react';
import { Component, type ReactNode } from 'react';
import { useTranslation } from '../i18n/use-translation.js';
import { Button } from '../ui/button.js';
import { EmptyState } from '../ui/state.js';

interface Props {
  readonly children: ReactNode;
}

/** A view that fails does not take the status bar with it. */
export class ViewBoundary extends Component<Props, { readonly failed: boolean }> {
  override readonly state = { failed: false };

  static getDerivedStateFromError(): { failed: boolean } {
    return { failed: true };
  }

  override render(): ReactNode {
    return this.state.failed ? <Failed /> : this.props.children;
  }
}

function Failed() {
  const { t } = useTranslation();
  return (
    <EmptyState
      icon={<CircleAlert aria-hidden />}
      title={t('errors.view')}
      actions={<Button onClick={() => window.location.reload()}>{t('errors.reload')}</Button>}
    >
      {t('errors.viewText')}
    </EmptyState>
  );
}
