import type {
  AlertCounts,
  AlertHistoryEntry,
  AlertRuleInput,
  AlertView,
  ServiceEvent,
} from '@yychat/protocol';
import { eventually } from './eventually.js';
import { send } from './http.js';
import type { ServiceUnderTest } from './service.js';

/** A rule about errors that is quick: over the shortest window that there is, and without any grace. */
export function quickRule(more: Partial<AlertRuleInput> = {}): AlertRuleInput {
  return {
    id: 'errors',
    name: 'Errors',
    severity: 'critical',
    signal: { metric: 'error_rate', agg: 'ratio', window: '10s' },
    condition: { type: 'threshold', op: '>', value: 0.5, clear: 0.4 },
    minSamples: 3,
    keepFiringFor: '1s',
    onNoData: 'ok',
    graceAfterStart: 0,
    graceAfterSwitch: 0,
    ...more,
  };
}

/** Puts a rule in force. @throws when it is refused */
export async function createRule(service: ServiceUnderTest, rule: AlertRuleInput): Promise<void> {
  const { status, text } = await send(service, 'POST /v1/alerts/rules', { body: rule });
  if (status !== 201) throw new Error(`${status} ${text}`);
}

/** Puts these channels in force. @throws when they are refused */
export async function setChannels(service: ServiceUnderTest, ...channels: readonly object[]): Promise<void> {
  const { status, text } = await send(service, 'PUT /v1/alerts/channels', { body: { channels } });
  if (status !== 200) throw new Error(`${status} ${text}`);
}

export async function alertOf(service: ServiceUnderTest, rule: string): Promise<AlertView | undefined> {
  const { body } = await send(service, 'GET /v1/alerts');
  return (body.data as AlertView[]).find(({ ruleId }) => ruleId === rule);
}

export function untilState(service: ServiceUnderTest, rule: string, state: string, timeout = 25_000) {
  return eventually(
    async () => (await alertOf(service, rule))?.state === state,
    `${rule} is ${state}`,
    timeout,
  );
}

export async function countsOf(service: ServiceUnderTest): Promise<AlertCounts> {
  return (await send(service, 'GET /v1/alerts')).body.counts as AlertCounts;
}

/** What charts mark of alerts, newest first. */
export async function marksOf(service: ServiceUnderTest): Promise<ServiceEvent[]> {
  const { body } = await send(service, 'GET /v1/dashboard/events');
  return (body.data as ServiceEvent[]).filter(({ type }) => type.startsWith('alert.'));
}

/** Oldest first. */
export async function historyOf(service: ServiceUnderTest, query = ''): Promise<AlertHistoryEntry[]> {
  const { body } = await send(service, `GET /v1/alerts/history${query}`);
  return (body.data as AlertHistoryEntry[]).toReversed();
}

/** Asks the service something; resolves with the status, and the engine that was to answer. */
export async function chat(service: ServiceUnderTest, content: string, more: object = {}) {
  const { status, headers } = await send(service, 'POST /v1/chat/completions', {
    body: { messages: [{ role: 'user', content }], ...more },
  });
  return { status, engine: headers.get('x-yychat-engine') };
}
