import { FlaskConical, Maximize, Minimize, Pause, Play } from 'lucide-react';
import { Link } from 'wouter';
import { useTranslation } from '../i18n/use-translation.js';
import { useLive } from '../live/live-context.js';
import { useSession } from '../session/session.js';
import { Badge, StatusDot } from '../ui/badge.js';
import { IconButton } from '../ui/button.js';
import { Tooltip } from '../ui/tooltip.js';
import { usePaused, useWall } from '../url/shared-params.js';
import { useViewHref } from '../url/use-param.js';
import { views } from '../views.js';
import { ConnectionState, FrameAge } from './connection-state.js';
import { PreferenceButtons } from './preference-buttons.js';
import styles from './status-bar.module.css';
import { useFullscreen } from './use-fullscreen.js';
import { UserMenu } from './user-menu.js';

/** Whether all is well, at a glance, from every view. */
export function StatusBar() {
  const { t } = useTranslation();
  const { demo } = useSession();
  return (
    <header className={styles.bar}>
      <section className={styles.facts} aria-label={t('status.label')}>
        <ConnectionState />
        <EngineFact />
        <AlertsFact />
        <InstancesFact />
        <FrameAge />
        {demo && (
          <Tooltip text={t('status.demoHint')}>
            <button type="button" className={styles.plain}>
              <Badge tone="info">
                <FlaskConical aria-hidden size={12} />
                {t('status.demo')}
              </Badge>
            </button>
          </Tooltip>
        )}
      </section>
      <div className={styles.tools}>
        <PauseButton />
        <span className={styles.wide}>
          <WallButton />
        </span>
        <PreferenceButtons />
        <UserMenu />
      </div>
    </header>
  );
}

function EngineFact() {
  const { t } = useTranslation();
  const engine = useLive(({ data }) => data?.engine);
  if (engine === undefined) return null;
  return (
    <span className={styles.fact} data-fact="engine">
      <span className="visually-hidden">{t('status.engine')}</span>
      <strong>{engine.name}</strong>
      <span className={styles.epoch}>{t('status.epoch', { epoch: engine.epoch })}</span>
    </span>
  );
}

function AlertsFact() {
  const { t } = useTranslation();
  const href = useViewHref();
  const alerts = useLive(({ data }) => data?.alerts);
  if (alerts === undefined) return null;
  const isFiring = alerts.firing > 0;
  const words = isFiring ? t('status.firing', { count: alerts.firing }) : t('status.noAlerts');
  const hasView = views.some(({ id }) => id === 'alerts');
  return (
    <span className={isFiring ? `${styles.fact} ${styles.firing}` : styles.fact} data-fact="alerts">
      <StatusDot tone={!isFiring ? 'ok' : alerts.critical > 0 ? 'critical' : 'warning'} />
      {hasView ? (
        <Link href={href('/alerts')}>
          <span className={styles.words}>{words}</span>
          <span aria-hidden className={styles.number}>
            {alerts.firing}
          </span>
        </Link>
      ) : (
        words
      )}
    </span>
  );
}

function InstancesFact() {
  const { t } = useTranslation();
  const count = useLive(({ data }) => data?.system.instances.length);
  if (count === undefined) return null;
  return (
    <span className={`${styles.fact} ${styles.instances}`} data-fact="instances">
      {t('status.instances', { count })}
    </span>
  );
}

function PauseButton() {
  const { t } = useTranslation();
  const [paused, setPaused] = usePaused();
  return (
    <IconButton
      size="sm"
      label={paused ? t('live.resume') : t('live.pause')}
      shortcut={t('keys.space')}
      onClick={() => setPaused(!paused)}
    >
      {paused ? <Play aria-hidden /> : <Pause aria-hidden />}
    </IconButton>
  );
}

function WallButton() {
  const { t } = useTranslation();
  const [wall, setWall] = useWall();
  const fullscreen = useFullscreen();
  return (
    <IconButton
      size="sm"
      label={wall ? t('live.leaveWall') : t('live.wall')}
      shortcut="W"
      onClick={() => {
        fullscreen(!wall);
        setWall(!wall);
      }}
    >
      {wall ? <Minimize aria-hidden /> : <Maximize aria-hidden />}
    </IconButton>
  );
}
