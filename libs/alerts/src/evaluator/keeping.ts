import type { AlertRecord } from '../step/alert-record.js';

/** Milliseconds after which a record is kept though nothing happened: while something is going on, and else. */
const BUSY = 5_000;
const QUIET = 30_000;

/**
 * Whether a record to which nothing happened differs enough from what the store has. Between two keeps only the course of time is lost,
 * which `step` makes up for.
 */
export function isWorthKeeping(kept: AlertRecord | undefined, record: AlertRecord): boolean {
  if (kept === undefined || kept.ruleVersion !== record.ruleVersion || kept.verdict !== record.verdict)
    return true;
  if (kept.scope.engine !== record.scope.engine) return true;
  const age = Math.abs(record.at - kept.at);
  return record.state === 'inactive' ? age >= QUIET && kept.value !== record.value : age >= BUSY;
}
