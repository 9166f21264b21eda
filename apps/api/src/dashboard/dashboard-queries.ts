import { z } from 'zod';
import { WINDOWS, type Window, type WindowName } from '@yychat/metrics';
import { engine, model, outcome, wholeNumber, window } from '../metrics/parse-query.js';

const MAX_METRICS = 24;
/** Points of a series where a request does not say: what a chart has room for. */
const POINTS = 120;

/** Names may have commas in their labels: `system.cache_hits{cache=memories,tier=redis}.rate`. */
const BETWEEN_NAMES = /,(?![^{]*\})/;

const EXPECTED_METRICS = `expected 1 to ${MAX_METRICS} names, separated by commas`;
const EXPECTED_WINDOW = `expected one of ${Object.keys(WINDOWS).join(', ')}, or a number of seconds`;

const anyWindow = z
  .string(EXPECTED_WINDOW)
  .refine((text) => Object.hasOwn(WINDOWS, text) || /^[1-9]\d{0,9}$/.test(text), EXPECTED_WINDOW)
  .transform((text): Window => (Object.hasOwn(WINDOWS, text) ? (text as WindowName) : Number(text)))
  .default('1h');

export const realtimeQuery = z.strictObject({ window, engine });

export const seriesQuery = z
  .strictObject({
    metrics: z
      .string(EXPECTED_METRICS)
      .transform((text) => [...new Set(text.split(BETWEEN_NAMES).map((name) => name.trim()))])
      .pipe(z.array(z.string().min(1, EXPECTED_METRICS)).max(MAX_METRICS, EXPECTED_METRICS)),
    window: anyWindow,
    step: wholeNumber(1, 86_400_000).optional(),
    engine,
    model,
    outcome,
  })
  .transform(({ step, ...asked }) => ({ ...asked, step: step ?? secondsOf(asked.window) / POINTS }));

export const eventsQuery = z.strictObject({
  count: wholeNumber(1, 1_000).default(50),
  type: z.string('expected one type').max(64, 'expected at most 64 characters').optional(),
});

function secondsOf(window: Window): number {
  return typeof window === 'number' ? window : WINDOWS[window] / 1_000;
}
