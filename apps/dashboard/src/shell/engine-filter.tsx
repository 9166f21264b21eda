import { useQuery } from '@tanstack/react-query';
import type { List, ListedEngine } from '@yychat/protocol';
import { call } from '../api/client.js';
import { useTranslation } from '../i18n/use-translation.js';
import { Select } from '../ui/select.js';
import { useEngineFilter } from '../url/shared-params.js';

const ALL = '';

/** Of which engine figures and requests are shown; kept in the address from view to view. */
export function EngineFilter() {
  const { t } = useTranslation();
  const [engine, setEngine] = useEngineFilter();
  const { data } = useQuery({
    queryKey: ['engines', 'list'],
    queryFn: ({ signal }) => call<List<ListedEngine>>('GET /v1/engines/list', { signal }),
    staleTime: 60_000,
  });
  const names = new Set(data?.data.map(({ name }) => name));
  if (engine !== null) names.add(engine);
  return (
    <Select
      label={t('live.engineFilter')}
      value={engine ?? ALL}
      onChange={(name) => setEngine(name === ALL ? null : name)}
      options={[
        { value: ALL, label: t('live.allEngines') },
        ...[...names].map((name) => ({ value: name, label: name })),
      ]}
    />
  );
}
