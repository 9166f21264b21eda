import { z } from 'zod';
import { refusal } from './field-issues.js';

/** Ids stand in URLs and in keys of stores. */
export const identifier = z
  .string()
  .refine(
    (text) => /^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/.test(text),
    refusal('identifier', '1 to 64 letters, digits, "_" or "-", not beginning with a sign'),
  );

/** Names that others choose: engines, models, metrics. */
export const foreignName = z
  .string()
  .min(1)
  .max(200)
  .regex(/^[^\p{Cc}]+$/u, 'no control characters');

/** Text for people. */
export const prose = (maximum: number) => z.string().trim().min(1).max(maximum);
