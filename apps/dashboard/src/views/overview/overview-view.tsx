import { addMessages } from '../../i18n/i18n.js';
import { useTranslation } from '../../i18n/use-translation.js';
import { useLive } from '../../live/live-context.js';
import { useConnectionWord } from '../../shell/connection-state.js';
import { cx } from '../../ui/cx.js';
import { useWall } from '../../url/shared-params.js';
import { FigureCards } from './figure-cards.js';
import { FirstSteps } from './first-steps.js';
import { InstancesTable } from './instances-table.js';
import { Notices } from './notices.js';
import { OverviewCharts } from './overview-charts.js';
import { overviewMessages } from './overview-messages.js';
import { OverviewToolbar } from './overview-toolbar.js';
import styles from './overview.module.css';
import { RecentRequests } from './recent-requests.js';
import { useOverviewData, useStatistics } from './use-overview.js';

addMessages('overview', overviewMessages);

/** How the service is now. */
export function OverviewView() {
  const { t } = useTranslation('overview');
  const [wall] = useWall();
  const data = useOverviewData();
  const statistics = useStatistics();
  const word = useConnectionWord();
  const isNew = useLive(
    (state) =>
      state.data !== null &&
      state.data.requests.length === 0 &&
      state.data.statistics.summary.total_requests === 0,
  );
  const isOld = word === 'stale' || word === 'reconnecting';
  return (
    <div className={styles.view}>
      <h1 className="visually-hidden">{t('title')}</h1>
      {!wall && !isNew && <OverviewToolbar domain={data.domain} />}
      <Notices statistics={statistics} />
      <div className={cx(styles.view, isOld && styles.old)}>
        {isNew ? (
          <FirstSteps />
        ) : (
          <>
            <FigureCards statistics={statistics} rows={data.rows} />
            <OverviewCharts data={data} />
          </>
        )}
        {!wall && (
          <div className={styles.tables}>
            {!isNew && <RecentRequests />}
            <InstancesTable />
          </div>
        )}
      </div>
    </div>
  );
}
