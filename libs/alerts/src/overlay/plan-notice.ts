import type { IncidentRecord } from './incident-record.js';
import { decide, type NoticeKind } from './notice.js';
import type { DueNotice } from './notification.js';
import { sameSuppressions, suppressionsOf, type OverlayFacts } from './overlay.js';

export interface NoticePlan {
  readonly incident: IncidentRecord;
  /** What goes out now. */
  readonly notice?: DueNotice;
  /** Nothing is left to tell of it. */
  readonly closed: boolean;
}

/** Lays the overlay over an incident and decides what is told of it now. Pure. */
export function planNotice(incident: IncidentRecord, facts: OverlayFacts, now: number): NoticePlan {
  const found = suppressionsOf(incident, facts, now);
  const seen = sameSuppressions(found, incident.suppressions)
    ? incident
    : { ...incident, suppressions: found };
  const kind = seen.due;
  if (kind === null) return planOf(seen);
  switch (decideFor(seen, kind)) {
    case 'send': {
      const told = { ...seen, due: null, announced: true };
      return { ...planOf(told), notice: { incident: told, kind } };
    }
    case 'drop':
      return planOf({ ...seen, due: null });
    case 'wait':
      return planOf(
        found.length === 0 || seen.heldBy === seen.suppressions
          ? seen
          : { ...seen, heldBy: seen.suppressions },
      );
  }
}

/** What was quiet until now, and is getting well already, is no reason to wake anybody; should it fire again, it is. */
function decideFor(incident: IncidentRecord, kind: NoticeKind): 'send' | 'wait' | 'drop' {
  if (kind === 'fired' && incident.state === 'recovering') return 'wait';
  return decide(kind, incident.suppressions);
}

function planOf(incident: IncidentRecord): NoticePlan {
  return { incident, closed: incident.resolvedAt !== null && incident.due === null };
}
