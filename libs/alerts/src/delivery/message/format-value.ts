import type { SignalUnit } from '../../ports/signal-catalog.js';
import { SIGNALS } from '../../rule/default-rules.js';
import type { AlertRule } from '../../rule/rule.js';

const KNOWN: Readonly<Record<string, { readonly unit: SignalUnit } | undefined>> = SIGNALS;

/** What a rule's signal is measured in. */
export function unitOf({ metric, agg }: AlertRule['signal']): SignalUnit {
  if (agg === 'ratio') return 'share';
  if (agg === 'rate') return 'perSecond';
  if (agg === 'count') return 'number';
  return KNOWN[metric]?.unit ?? 'number';
}

/** A figure for people: `12.3 s`, `85 ms`, `4.2 %`, `1.5 GB`. */
export function formatValue(value: number | null, unit: SignalUnit): string {
  if (value === null) return '–';
  switch (unit) {
    case 'seconds':
      return Math.abs(value) < 1 && value !== 0 ? `${short(value * 1_000)} ms` : `${short(value)} s`;
    case 'share':
      return `${short(value * 100)} %`;
    case 'bytes':
      return formatBytes(value);
    case 'perSecond':
      return `${short(value)}/s`;
    case 'number':
      return short(value);
  }
}

function formatBytes(value: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  const power = Math.min(units.length - 1, Math.max(0, Math.floor(Math.log10(Math.abs(value) || 1) / 3)));
  return `${short(value / 1_000 ** power)} ${units[power] ?? 'B'}`;
}

function short(value: number): string {
  return String(Number(value.toPrecision(Math.abs(value) >= 1_000 ? 6 : 3)));
}
