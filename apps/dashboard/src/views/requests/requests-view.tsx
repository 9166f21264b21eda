import { useLocation, useRoute } from 'wouter';
import { addMessages } from '../../i18n/i18n.js';
import { useTranslation } from '../../i18n/use-translation.js';
import { useConnectionWord } from '../../shell/connection-state.js';
import { Notice } from '../../ui/notice.js';
import { Tabs } from '../../ui/tabs.js';
import { MemoryLookUp } from './memory/memory-look-up.js';
import { RecentList } from './recent-list.js';
import { RequestDrawer } from './request-drawer.js';
import { useList, type RequestList } from './request-params.js';
import { requestsMessages } from './requests-messages.js';
import styles from './requests.module.css';
import { SlowList } from './slow-list.js';

addMessages('requests', requestsMessages);

const MEMORY = 'memory';

/** Single requests, and what is kept of conversations. */
export function RequestsView() {
  const { t } = useTranslation('requests');
  const [list] = useList();
  const [, params] = useRoute('/requests/:id');
  const [, go] = useLocation();
  const word = useConnectionWord();
  const tab = params?.id === MEMORY ? MEMORY : list;
  const open = params?.id === MEMORY ? undefined : params?.id;
  return (
    <div className={styles.view}>
      <h1 className="visually-hidden">{t('title')}</h1>
      {(word === 'reconnecting' || word === 'stale') && <Notice tone="warning">{t('notLive')}</Notice>}
      {word === 'paused' && <Notice tone="info">{t('paused')}</Notice>}
      <Tabs<RequestList | typeof MEMORY>
        label={t('title')}
        value={tab}
        onChange={(next) => go(addressOf(next))}
        tabs={[
          { id: 'recent', label: t('lists.recent'), content: <RecentList /> },
          { id: 'slow', label: t('lists.slow'), content: <SlowList /> },
          { id: 'failed', label: t('lists.failed'), content: <RecentList failed /> },
          { id: MEMORY, label: t('lists.memory'), content: <MemoryLookUp /> },
        ]}
      />
      {open !== undefined && (
        <RequestDrawer key={open} id={open} onClose={() => go(`/requests${window.location.search}`)} />
      )}
    </div>
  );
}

/** With what else stands in the address. */
function addressOf(tab: RequestList | typeof MEMORY): string {
  const params = new URLSearchParams(window.location.search);
  params.delete('list');
  if (tab !== 'recent' && tab !== MEMORY) params.set('list', tab);
  const search = params.toString();
  return `/requests${tab === MEMORY ? '/memory' : ''}${search === '' ? '' : `?${search}`}`;
}
