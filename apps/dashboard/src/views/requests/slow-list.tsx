import { useMemo } from 'react';
import { useTranslation } from '../../i18n/use-translation.js';
import { Segmented } from '../../ui/segmented.js';
import { statisticsWindow } from '../../live/live-context.js';
import { useEngineFilter, useWindow } from '../../url/shared-params.js';
import { matches } from './feed.js';
import { ListBody } from './list-body.js';
import { useFrom, useModel, useText, useTo } from './request-params.js';
import { RequestTable } from './request-table.js';
import { RequestToolbar } from './request-toolbar.js';
import { useSlowest } from './use-lists.js';

const WINDOWS = ['5m', '1h', '24h'] as const;

/** The slowest requests of a window, slowest first. */
export function SlowList() {
  const { t } = useTranslation('requests');
  const { t: common } = useTranslation();
  const [shown, setWindow] = useWindow();
  const window = statisticsWindow(shown) as (typeof WINDOWS)[number];
  const [engine] = useEngineFilter();
  const [model] = useModel();
  const [text] = useText();
  const [from] = useFrom();
  const [to] = useTo();
  const { data, error, refetch } = useSlowest(engine, window);
  const rows = useMemo(
    () =>
      data?.data.filter((record) => matches(record, { engine, status: null, model, text, from, to })) ?? [],
    [data, engine, model, text, from, to],
  );
  const models = useMemo(() => [...new Set(data?.data.map((record) => record.model))], [data]);
  return (
    <>
      <RequestToolbar models={models} />
      <ListBody
        title={t('lists.slow')}
        hint={data === undefined ? undefined : t('slowHint')}
        actions={
          <Segmented
            size="sm"
            label={common('live.window')}
            value={window}
            onChange={setWindow}
            options={WINDOWS.map((value) => ({ value, label: common(`live.windows.${value}`) }))}
          />
        }
        error={error}
        loading={data === undefined}
        empty={rows.length === 0}
        nothing={t(data?.data.length === 0 ? 'none.slow' : 'none.filtered')}
        onRetry={() => void refetch()}
      >
        <RequestTable caption={t('lists.slow')} rows={rows} />
      </ListBody>
    </>
  );
}
