import type { AlertStore, Severity } from '@yychat/alerts';

/** How many alerts there are by what they need. */
export interface AlertTally {
  /** What recovers still fires. */
  readonly firing: Readonly<Record<Severity, number>>;
  readonly pending: number;
}

export const NO_ALERTS: AlertTally = { firing: { info: 0, warning: 0, critical: 0 }, pending: 0 };

/** @throws AlertStoreError */
export async function countAlerts(store: AlertStore): Promise<AlertTally> {
  const [rules, records] = await Promise.all([store.read('rules'), store.read('records')]);
  const firing = { ...NO_ALERTS.firing };
  let pending = 0;
  for (const { ruleId, state } of records.values()) {
    const rule = rules.get(ruleId);
    if (rule?.enabled !== true) continue;
    if (state === 'pending') pending += 1;
    else if (state !== 'inactive') firing[rule.severity] += 1;
  }
  return { firing, pending };
}
