import { ArrowUp } from 'lucide-react';
import { useMemo } from 'react';
import { useRoute } from 'wouter';
import { useTranslation } from '../../i18n/use-translation.js';
import { Button } from '../../ui/button.js';
import { ToolbarSpacer } from '../../ui/toolbar.js';
import { useEngineFilter } from '../../url/shared-params.js';
import { matches, type RequestFilter } from './feed.js';
import { ListBody } from './list-body.js';
import { useFrom, useModel, useStatus, useText, useTo } from './request-params.js';
import { RequestTable } from './request-table.js';
import { RequestToolbar } from './request-toolbar.js';
import { useHeld } from './use-held.js';
import { useHold } from './use-hold.js';
import { MOST_RECENT, useRecent } from './use-lists.js';

/** The last requests, or the last that failed, which come by themselves. */
export function RecentList({ failed = false }: { readonly failed?: boolean }) {
  const { t } = useTranslation('requests');
  const filter = useFilter(failed);
  const { status } = filter;
  const { data, error, refetch } = useRecent(filter);
  const [isHeld, hold] = useHold();
  const [isOpen] = useRoute('/requests/:id');
  const rows = useMemo(
    // By time they were asked for, and what they say of it is rounded.
    () => data?.data.filter((record) => matches(record, { ...filter, from: null, to: null })),
    [data, filter],
  );
  const { shown, waiting, show } = useHeld(rows ?? [], isHeld || isOpen);
  const models = useMemo(() => [...new Set(data?.data.map(({ model }) => model))], [data]);
  const isCut = filter.from !== null && data?.data.length === MOST_RECENT;
  return (
    <>
      <RequestToolbar models={models} withStatus={!failed}>
        <ToolbarSpacer />
        {waiting > 0 && (
          <Button
            size="sm"
            variant="primary"
            data-new={waiting}
            onPointerEnter={() => hold(true)}
            onPointerLeave={() => hold(false)}
            onClick={() => {
              show();
              // Gone with its click, it is not left by the pointer.
              hold(false);
            }}
          >
            <ArrowUp aria-hidden />
            {t('newOnes', { count: waiting })}
          </Button>
        )}
      </RequestToolbar>
      <ListBody
        title={t(failed ? 'lists.failed' : 'lists.recent')}
        hint={rows === undefined ? undefined : t('count', { count: rows.length })}
        note={isCut ? t('cut', { count: MOST_RECENT }) : undefined}
        error={error}
        loading={data === undefined}
        empty={shown.length === 0}
        nothing={
          data?.data.length === 0 && filter.engine === null
            ? t(failed ? 'none.failed' : status === null ? 'none.recent' : 'none.filtered')
            : t('none.filtered')
        }
        isGood={failed && data?.data.length === 0}
        onRetry={() => void refetch()}
      >
        <RequestTable caption={t(failed ? 'lists.failed' : 'lists.recent')} rows={shown} onHold={hold} />
      </ListBody>
    </>
  );
}

function useFilter(failed: boolean): RequestFilter {
  const [engine] = useEngineFilter();
  const [status] = useStatus();
  const [model] = useModel();
  const [text] = useText();
  const [from] = useFrom();
  const [to] = useTo();
  return useMemo(
    () => ({
      engine,
      status: failed ? 'error' : status === 'all' ? null : status,
      model,
      text,
      from,
      to,
    }),
    [failed, engine, status, model, text, from, to],
  );
}
