import { z } from 'zod';
import { AlertNotFoundError } from '../errors.js';
import type { Acknowledgement } from '../overlay/acknowledgement.js';
import type { AlertStore } from '../ports/alert-store.js';
import { parseWith } from '../rule/parse.js';
import { prose } from '../rule/identifier.js';

const schema = z.strictObject({ note: prose(500).optional() });

/**
 * Notes that somebody looks after an incident: no reminders from now on. The first to say so stays.
 * @throws InvalidAlertError; AlertNotFoundError when it is not open (any more); AlertStoreError
 */
export async function acknowledge(
  store: AlertStore,
  incidentId: string,
  input: unknown,
  actor: string,
  now: number,
): Promise<Acknowledgement> {
  const { note } = parseWith(schema, 'acknowledgement', input ?? {});
  const incident = await store.get('incidents', incidentId);
  if (incident === undefined || incident.resolvedAt !== null)
    throw new AlertNotFoundError('alert', incidentId);
  const known = await store.get('acks', incidentId);
  if (known !== undefined) return known;
  const said = note === undefined ? {} : { note };
  const ack: Acknowledgement = { id: incidentId, by: actor, at: now, ...said };
  await store.commit({
    writes: [{ collection: 'acks', id: incidentId, value: ack }],
    history: [
      {
        type: 'acked',
        at: now,
        ruleId: incident.rule.id,
        incidentId,
        actor,
        ...(note !== undefined && { reason: note }),
      },
    ],
  });
  return ack;
}
