import type { Outcome } from '../evaluator/rounds.js';
import type { AlertNotification } from '../overlay/notification.js';
import type { AlertEvent } from '../step/alert-event.js';
import type { AlertHealth, AlertRecord, Incident } from '../step/alert-record.js';
import type { PreviewIncident, PreviewResult } from './preview-types.js';
import type { Course } from './sample-track.js';

/** Incidents that a preview tells one by one. */
const MOST_INCIDENTS = 500;

/** Counts what a preview comes to. */
export class PreviewTally {
  readonly #course: Course;
  readonly #open = new Map<string, PreviewIncident>();
  readonly #closed: PreviewIncident[] = [];
  readonly #health: Record<AlertHealth, number> = { ok: 0, noData: 0, lowSamples: 0, error: 0 };
  readonly #notifications = { fired: 0, repeated: 0, resolved: 0 };
  #count = 0;
  #firing = 0;

  constructor(course: Course) {
    this.#course = course;
  }

  take(outcomes: readonly Outcome[], messages: readonly AlertNotification[], now: number): void {
    for (const { next, events } of outcomes) {
      this.#health[next.health] += 1;
      if (next.incident !== null) this.#follow(next, next.incident);
      for (const event of events) this.#note(event, now);
    }
    for (const { kind, alerts } of messages) {
      if (kind === 'digest' || kind === 'test') continue;
      this.#notifications[kind] += 1;
      for (const { incidentId } of alerts) this.#announce(incidentId);
    }
  }

  result(to: number): PreviewResult {
    const { from, step, points } = this.#course;
    const still = [...this.#open.values()];
    const openTime = still.reduce((sum, { firedAt }) => sum + to - firedAt, 0);
    const looks = Math.max(
      1,
      Object.values(this.#health).reduce((sum, count) => sum + count, 0),
    );
    const share = (health: AlertHealth) => this.#health[health] / looks;
    return {
      from,
      to,
      step,
      points,
      incidents: [...this.#closed, ...still].slice(-MOST_INCIDENTS),
      incidentCount: this.#count,
      notifications: { ...this.#notifications },
      firingTime: this.#firing + openTime,
      health: {
        ok: share('ok'),
        noData: share('noData'),
        lowSamples: share('lowSamples'),
        error: share('error'),
      },
    };
  }

  #follow({ subject }: AlertRecord, { id, scope, startedAt, firedAt, peak }: Incident): void {
    const known = this.#open.get(id);
    if (known === undefined) this.#count += 1;
    if (known !== undefined && known.peak === peak) return;
    const announced = known?.announced ?? false;
    this.#open.set(id, { subject, scope, startedAt, firedAt, resolvedAt: null, peak, announced });
  }

  #note({ type, incidentId }: AlertEvent, now: number): void {
    const open = incidentId === null ? undefined : this.#open.get(incidentId);
    if (type !== 'resolved' || open === undefined || incidentId === null) return;
    this.#open.delete(incidentId);
    this.#firing += now - open.firedAt;
    this.#closed.push({ ...open, resolvedAt: now });
    if (this.#closed.length > MOST_INCIDENTS) this.#closed.shift();
  }

  #announce(incidentId: string): void {
    const open = this.#open.get(incidentId);
    if (open !== undefined && !open.announced) this.#open.set(incidentId, { ...open, announced: true });
  }
}
