import type { AlertView } from '@yychat/protocol';

/** As it stands in the address. */
export function alertKey({ ruleId, subject }: Pick<AlertView, 'ruleId' | 'subject'>): string {
  return subject === '' ? ruleId : `${ruleId} ${subject}`;
}
