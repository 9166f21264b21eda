import { z } from 'zod';
import { engine, model, moment, outcome, wholeNumber, window } from '../metrics/parse-query.js';

/** What a page of a dashboard shows at most, and a little more. */
const count = wholeNumber(1, 1_000);

export const statsQuery = z.strictObject({ window, at: moment.optional(), engine, model, outcome });
export const recentQuery = z.strictObject({
  count: count.default(50),
  engine,
  status: outcome,
  from: moment.optional(),
  to: moment.optional(),
});
export const slowestQuery = z.strictObject({
  window: window.default('1h'),
  count: wholeNumber(1, 100).default(10),
  engine,
});
export const compareQuery = z.strictObject({
  by: z.enum(['engine', 'model'], 'expected "engine" or "model"').default('engine'),
  window,
  engine,
  model,
  outcome,
});
