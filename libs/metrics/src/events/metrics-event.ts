/** Something that happened to the service: a switch of engines, an alert, a restart. */
export interface MetricsEvent {
  /** E.g. `engine.switched`, `instance.started`. */
  readonly type: string;
  /** ISO 8601. */
  readonly timestamp: string;
  /** The instance that tells of it. */
  readonly instance: string;
  /** What JSON can hold. */
  readonly details: Readonly<Record<string, unknown>>;
}

/** As it is kept. Of events with the same `once`, several instances tell: the first to tell it counts. */
export interface KeptEvent extends MetricsEvent {
  readonly once?: string;
}

/** Characters of an event as JSON. */
const MAX_LENGTH = 8_192;

/** @throws RangeError when it is too long */
export function packEvent(event: KeptEvent): string {
  const text = JSON.stringify(event);
  if (text.length > MAX_LENGTH)
    throw new RangeError(`An event "${event.type}" has ${text.length} characters.`);
  return text;
}

/** The event that `packEvent` packed; undefined for anything else. */
export function unpackEvent(text: string): KeptEvent | undefined {
  try {
    const event = JSON.parse(text) as KeptEvent | null;
    return typeof event?.type === 'string' && typeof event.timestamp === 'string' ? event : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** Each thing that happened once, the last first. */
export function distinctEvents(kept: readonly KeptEvent[]): readonly MetricsEvent[] {
  const told = new Set<string>();
  const events: MetricsEvent[] = [];
  for (const { once, ...event } of kept.toSorted(byTime)) {
    if (once !== undefined && told.has(once)) continue;
    if (once !== undefined) told.add(once);
    events.push(event);
  }
  return events.reverse();
}

function byTime(a: MetricsEvent, b: MetricsEvent): number {
  return a.timestamp < b.timestamp ? -1 : a.timestamp > b.timestamp ? 1 : 0;
}
