import type { AlertChange, CurrentEngine, InstanceChange, ServiceEvent } from '@yychat/protocol';

export type MarkKind = 'switched' | 'fired' | 'resolved' | 'started' | 'stopped';

/** Something that happened, as charts show it. */
export interface Mark {
  /** The same for the same event, whether it was told live or asked for. */
  readonly id: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly kind: MarkKind;
  /** Of the engine, the rule, or the instance. */
  readonly name: string;
}

export function switchMark({ name, epoch, since }: CurrentEngine): Mark {
  return { id: `switched ${epoch}`, at: Date.parse(since), kind: 'switched', name };
}

export function alertMark({ change, incident_id, name, timestamp }: AlertChange): Mark {
  const kind = change === 'resolved' ? 'resolved' : 'fired';
  return { id: `${kind} ${incident_id}`, at: Date.parse(timestamp), kind, name };
}

export function instanceMark({ change, id }: InstanceChange, at: number): Mark {
  return { id: `${change} ${id}`, at, kind: change, name: id };
}

/** Of an event that was asked for; undefined for one that charts do not show. */
export function eventMark({ type, timestamp, instance, details }: ServiceEvent): Mark | undefined {
  const at = Date.parse(timestamp);
  const text = (...names: readonly string[]) => {
    for (const name of names) {
      const value = details[name];
      if (typeof value === 'string' || typeof value === 'number') return String(value);
    }
    return undefined;
  };
  switch (type) {
    case 'engine.switched': {
      const name = text('new_engine', 'engine', 'name') ?? '';
      return { id: `switched ${text('epoch') ?? timestamp}`, at, kind: 'switched', name };
    }
    case 'alert.fired':
    case 'alert.resolved': {
      const kind = type === 'alert.fired' ? 'fired' : 'resolved';
      const id = text('incident_id', 'incident', 'id') ?? timestamp;
      return { id: `${kind} ${id}`, at, kind, name: text('name', 'rule_id') ?? '' };
    }
    case 'instance.started':
    case 'instance.stopped': {
      const kind = type === 'instance.started' ? 'started' : 'stopped';
      return { id: `${kind} ${instance}`, at, kind, name: instance };
    }
    default:
      return undefined;
  }
}

/** Each event once, oldest first. */
export function mergeMarks(...lists: readonly (readonly Mark[])[]): readonly Mark[] {
  const byId = new Map(lists.flat().map((mark) => [mark.id, mark]));
  return [...byId.values()].sort((a, b) => a.at - b.at);
}

/** When alerts fired: from each `fired` to its `resolved`; without end, those that still do. */
export function firingBands(
  marks: readonly Mark[],
): readonly { readonly from: number; readonly to: number }[] {
  const key = ({ kind, id }: Mark) => id.slice(kind.length + 1);
  const ends = new Map(marks.filter(({ kind }) => kind === 'resolved').map((mark) => [key(mark), mark.at]));
  return marks
    .filter(({ kind }) => kind === 'fired')
    .map((mark) => ({ from: mark.at, to: ends.get(key(mark)) ?? Infinity }));
}
