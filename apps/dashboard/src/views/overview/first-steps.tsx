import { MessageSquare, Sparkles } from 'lucide-react';
import { useTranslation } from '../../i18n/use-translation.js';
import { Button } from '../../ui/button.js';
import { CopyButton } from '../../ui/copy-button.js';
import { EmptyState } from '../../ui/state.js';
import { useGoTo } from '../../url/use-param.js';
import { views } from '../../views.js';
import styles from './overview.module.css';

/** For somebody whose service nobody has used yet. */
export function FirstSteps() {
  const { t } = useTranslation('overview');
  const goTo = useGoTo();
  const playground = views.find(({ id }) => id === 'playground');
  const command = [
    `curl ${window.location.origin}/v1/chat/completions \\`,
    `  -H "Authorization: Bearer $YYCHAT_API_KEY" \\`,
    `  -H "Content-Type: application/json" \\`,
    `  -d '{"model": "gpt-4.1", "messages": [{"role": "user", "content": "Hello"}]}'`,
  ].join('\n');
  return (
    <div className={styles.start}>
      <EmptyState
        icon={<Sparkles aria-hidden />}
        title={t('start.title')}
        actions={
          <div className={styles.steps}>
            {playground !== undefined && (
              <Button variant="primary" onClick={() => goTo(playground.path)}>
                <MessageSquare aria-hidden />
                {t('start.playground')}
              </Button>
            )}
            <p>{t(playground === undefined ? 'start.curl' : 'start.orCurl')}</p>
            <div className={styles.curl}>
              {/* Keys must reach what is scrolled. */}
              {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
              <pre tabIndex={0}>{command}</pre>
              <CopyButton text={command} label={t('start.copy')} />
            </div>
          </div>
        }
      >
        {t('start.text')}
      </EmptyState>
    </div>
  );
}
