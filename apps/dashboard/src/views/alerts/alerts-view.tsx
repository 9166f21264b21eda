import { addMessages } from '../../i18n/i18n.js';
import { useTranslation } from '../../i18n/use-translation.js';
import { useLive } from '../../live/live-context.js';
import { Badge } from '../../ui/badge.js';
import { Tabs } from '../../ui/tabs.js';
import { alertsMessages } from './alerts-messages.js';
import { TABS, useTab } from './alerts-params.js';
import styles from './alerts.module.css';
import { ChannelsTab } from './channels/channels-tab.js';
import { HistoryTab } from './history/history-tab.js';
import { AlertDrawer } from './now/alert-drawer.js';
import { NowTab } from './now/now-tab.js';
import { RulesTab } from './rules/rules-tab.js';
import { SilencesTab } from './silences/silences-tab.js';

addMessages('alerts', alertsMessages);

const CONTENTS = {
  now: <NowTab />,
  history: <HistoryTab />,
  silences: <SilencesTab />,
  rules: <RulesTab />,
  channels: <ChannelsTab />,
} as const;

/** What is wrong now, what was, and who is told. */
export function AlertsView() {
  const { t } = useTranslation('alerts');
  const [tab, setTab] = useTab();
  const firing = useLive(({ data }) => data?.alerts.firing ?? 0);
  return (
    <>
      <h1 className="visually-hidden">{t('title')}</h1>
      <Tabs
        label={t('title')}
        value={tab}
        onChange={(next) => setTab(next, { push: true })}
        tabs={TABS.map((id) => ({
          id,
          label:
            id === 'now' && firing > 0 ? (
              <span className={styles.tabLabel}>
                {t('tabs.now')}
                <Badge tone="critical">{firing}</Badge>
              </span>
            ) : (
              t(`tabs.${id}`)
            ),
          content: CONTENTS[id],
        }))}
      />
      <AlertDrawer />
    </>
  );
}
