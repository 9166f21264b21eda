import type { HistoryType } from '@yychat/alerts';
import { z } from 'zod';
import { invalidRequest } from '../../errors/invalid-request.js';

/** What the history has. */
export const HISTORY_TYPES = [
  ...(['fired', 'repeated', 'recovering', 'relapsed', 'resolved', 'flappingBegan', 'flappingEnded'] as const),
  ...(['announced', 'unannounced', 'acked', 'engineSwitched', 'switchFailed', 'switchSkipped'] as const),
  ...(['delivered', 'deliveryFailed', 'digested', 'dropped'] as const),
  ...(['ruleCreated', 'ruleChanged', 'ruleDeleted', 'silenceCreated', 'silenceEnded'] as const),
  ...(['channelsChanged', 'channelTested'] as const),
] satisfies readonly HistoryType[];

const number = (minimum: number, maximum: number) => {
  const expected = `expected a whole number from ${minimum} to ${maximum}`;
  return z
    .string()
    .regex(/^\d{1,15}$/, expected)
    .transform(Number)
    .pipe(z.number().min(minimum, expected).max(maximum, expected));
};

const querySchema = z.object({
  limit: number(1, 500).default(100),
  before: number(1, Number.MAX_SAFE_INTEGER).optional(),
  rule: z.string().min(1).max(64).optional(),
  incident: z.string().min(1).max(300).optional(),
  type: z
    .string()
    .transform((text) => text.split(','))
    .pipe(z.array(z.enum(HISTORY_TYPES, `expected some of ${HISTORY_TYPES.join(', ')}`)))
    .optional(),
});

/** Which part of the history is asked for. @throws InvalidRequestError naming the parameter */
export function parseHistoryQuery(query: unknown) {
  const parsed = querySchema.safeParse(query);
  if (!parsed.success) throw invalidRequest(parsed.error, 1);
  const { limit, before, rule, incident, type } = parsed.data;
  return {
    limit,
    ...(before !== undefined && { before }),
    ...(rule !== undefined && { ruleId: rule }),
    ...(incident !== undefined && { incidentId: incident }),
    ...(type !== undefined && { types: type }),
  };
}
