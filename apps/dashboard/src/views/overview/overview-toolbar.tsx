import { ZoomIn, ZoomOut } from 'lucide-react';
import type { TimeDomain } from '../../charts/chart.js';
import { useFormat } from '../../i18n/use-format.js';
import { useTranslation } from '../../i18n/use-translation.js';
import { EngineFilter } from '../../shell/engine-filter.js';
import { Button, IconButton } from '../../ui/button.js';
import { Segmented } from '../../ui/segmented.js';
import { Select } from '../../ui/select.js';
import { Toolbar, ToolbarSpacer } from '../../ui/toolbar.js';
import { RATES, useEngineFilter, useRate, useWindow, useZoom, WINDOWS } from '../../url/shared-params.js';
import { usePoints } from './use-overview.js';

/** @param domain what the charts show */
export function OverviewToolbar({ domain }: { readonly domain: TimeDomain | null }) {
  const { t } = useTranslation();
  const { t: o } = useTranslation('overview');
  const [shown, setShown] = useWindow();
  const [points, setPoints] = usePoints();
  const [rate, setRate] = useRate();
  const [engine] = useEngineFilter();
  const [, setZoom] = useZoom();
  return (
    <Toolbar label={o('controls')}>
      <Segmented
        label={t('live.window')}
        value={shown}
        onChange={(next) => {
          setZoom(null);
          setShown(next, { push: true });
        }}
        options={WINDOWS.map((value) => ({ value, label: t(`live.windows.${value}`) }))}
      />
      {shown === 'live' && engine === null && (
        <Segmented
          label={o('points')}
          value={points}
          onChange={setPoints}
          options={[
            { value: '30', label: o('pointsShort') },
            { value: '300', label: o('pointsLong') },
          ]}
        />
      )}
      <EngineFilter />
      <ToolbarSpacer />
      <Zoom domain={domain} />
      <Select
        label={t('live.rate')}
        value={rate}
        onChange={setRate}
        options={RATES.map((value) => ({ value, label: t('live.every', { seconds: value }) }))}
      />
    </Toolbar>
  );
}

/** The same that drawing over a chart does, for those who do not draw. */
function Zoom({ domain }: { readonly domain: TimeDomain | null }) {
  const { t } = useTranslation();
  const { t: o } = useTranslation('overview');
  const { time } = useFormat();
  const [zoom, setZoom] = useZoom();
  const shown = zoom ?? domain;
  const zoomIn = () => {
    if (shown === null) return;
    const quarter = (shown[1] - shown[0]) / 4;
    setZoom([Math.round(shown[0] + quarter), Math.round(shown[1] - quarter)]);
  };
  return (
    <>
      {zoom !== null && (
        <Button size="sm" variant="ghost" onClick={() => setZoom(null)}>
          {o('zoomed', { from: time(zoom[0]), to: time(zoom[1]) })}
          <ZoomOut aria-hidden />
          <span className="visually-hidden">{t('actions.resetZoom')}</span>
        </Button>
      )}
      <IconButton label={t('actions.zoomIn')} disabled={shown === null} onClick={zoomIn}>
        <ZoomIn aria-hidden />
      </IconButton>
    </>
  );
}
