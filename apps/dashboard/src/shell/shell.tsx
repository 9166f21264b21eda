import { Suspense, useMemo, useState } from 'react';
import { Redirect, Route, Switch } from 'wouter';
import { chooseLanguage } from '../i18n/language.js';
import { useLanguage, useTranslation } from '../i18n/use-translation.js';
import { lazily } from '../lazily.js';
import { toggleTheme } from '../theme/theme.js';
import { usePaused, useWall, useZoom } from '../url/shared-params.js';
import { useGoTo } from '../url/use-param.js';
import { cx } from '../ui/cx.js';
import { Skeleton } from '../ui/state.js';
import { views } from '../views.js';
import { Announcer } from './announcer.js';
import { Navigation } from './navigation.js';
import { NotFound } from './not-found.js';
import styles from './shell.module.css';
import { useShortcuts } from './shortcuts.js';
import { StatusBar } from './status-bar.js';
import { ViewBoundary } from './view-boundary.js';
import { useFullscreen } from './use-fullscreen.js';
import { useWallScale } from './use-wall-scale.js';

const KeyboardMap = lazily(async () => (await import('./keyboard-map.js')).KeyboardMap);

/** What is around every view. */
export function Shell() {
  const { t } = useTranslation();
  const [wall] = useWall();
  const [keysOpen, setKeysOpen] = useState(false);
  useShellShortcuts(() => setKeysOpen(true));
  useWallScale(wall);
  return (
    <div className={cx(styles.shell, wall && styles.wall)}>
      <a className={styles.skip} href="#main">
        {t('app.skip')}
      </a>
      {!wall && <Navigation onOpenKeys={() => setKeysOpen(true)} />}
      <StatusBar />
      <main id="main" tabIndex={-1} className={styles.main}>
        <Suspense fallback={<Skeleton height="12rem" />}>
          <Switch>
            {views.map(({ id, path, Component }) => (
              <Route key={id} path={path === '/' ? path : `${path}/*?`}>
                <ViewBoundary key={id}>
                  <Component />
                </ViewBoundary>
              </Route>
            ))}
            <Route path="">
              <Redirect to="/" replace />
            </Route>
            <Route>
              <NotFound />
            </Route>
          </Switch>
        </Suspense>
      </main>
      <Announcer />
      {keysOpen && (
        <Suspense fallback={null}>
          <KeyboardMap onClose={() => setKeysOpen(false)} />
        </Suspense>
      )}
    </div>
  );
}

function useShellShortcuts(openKeys: () => void): void {
  const [paused, setPaused] = usePaused();
  const [wall, setWall] = useWall();
  const [, setZoom] = useZoom();
  const language = useLanguage();
  const goTo = useGoTo();
  const fullscreen = useFullscreen();
  const toViews = useMemo(
    () => Object.fromEntries(views.map(({ key, path }) => [`g ${key}`, () => goTo(path)])),
    [goTo],
  );
  useShortcuts({
    ...toViews,
    ' ': () => setPaused(!paused),
    t: toggleTheme,
    l: () => chooseLanguage(language === 'en' ? 'zh' : 'en'),
    w: () => {
      fullscreen(!wall);
      setWall(!wall);
    },
    z: () => setZoom(null),
    '?': openKeys,
    ...(wall && {
      Escape: () => {
        fullscreen(false);
        setWall(false);
      },
    }),
  });
}
