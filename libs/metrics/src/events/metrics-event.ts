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

/** Characters of an event as JSON. */
const MAX_LENGTH = 8_192;

/** @throws RangeError when it is too long */
export function packEvent(event: MetricsEvent): string {
  const text = JSON.stringify(event);
  if (text.length > MAX_LENGTH)
    throw new RangeError(`An event "${event.type}" has ${text.length} characters.`);
  return text;
}

/** The event that `packEvent` packed; undefined for anything else. */
export function unpackEvent(text: string): MetricsEvent | undefined {
  try {
    const event = JSON.parse(text) as MetricsEvent | null;
    return typeof event?.type === 'string' && typeof event.timestamp === 'string' ? event : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
