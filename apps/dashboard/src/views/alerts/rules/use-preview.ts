import { useQuery } from '@tanstack/react-query';
import type { AlertPreviewComparison, AlertPreviewRequest, AlertRuleInput } from '@yychat/protocol';
import { useEffect, useState } from 'react';
import { isApiError } from '../../../api/api-error.js';
import { call } from '../../../api/client.js';
import type { PreviewRange } from '../alerts-params.js';

/** Milliseconds without a key before a rule is tried. */
const REST = 500;
/** Milliseconds. */
const HOUR = 3_600_000;
const LENGTHS: Readonly<Record<PreviewRange, number>> = {
  '10m': HOUR / 6,
  '1h': HOUR,
  '24h': 24 * HOUR,
  '7d': 7 * 24 * HOUR,
};

/** What a rule would have done. Asked again when the rule has changed and nobody types. */
export function usePreview(rule: AlertRuleInput | null, range: PreviewRange) {
  const text = useRested(JSON.stringify(rule));
  return useQuery({
    queryKey: ['alerts-preview', text, range],
    queryFn: ({ signal }) => {
      const to = Date.now();
      const body: AlertPreviewRequest = {
        rule: withNames(JSON.parse(text) as AlertRuleInput),
        from: to - LENGTHS[range],
        to,
      };
      return call<AlertPreviewComparison>('POST /v1/alerts/rules/preview', { signal, body });
    },
    enabled: text !== 'null',
    placeholderData: (before) => before,
    // Others may be at it.
    retry: (failures, error) => failures < 3 && isApiError(error) && error.status === 429,
    retryDelay: 1_000,
    staleTime: 60_000,
    refetchOnWindowFocus: false,
  });
}

/** A rule that has no name yet can be tried nevertheless. */
function withNames(rule: AlertRuleInput): AlertRuleInput {
  const given = rule as Partial<AlertRuleInput>;
  return { ...rule, id: given.id ?? 'preview', name: given.name ?? 'preview' };
}

function useRested(text: string): string {
  const [rested, setRested] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setRested(text), REST);
    return () => clearTimeout(timer);
  }, [text]);
  return rested;
}
