import type { z } from 'zod';
import { InvalidAlertError } from '../errors.js';
import { toFieldIssues } from './field-issues.js';
import { ruleSchema, type AlertRule } from './rule.js';

/** @throws InvalidAlertError naming every field at fault */
export function parseWith<T extends z.ZodType>(schema: T, what: string, input: unknown): z.output<T> {
  const result = schema.safeParse(input, { reportInput: true });
  if (result.success) return result.data;
  throw new InvalidAlertError(what, result.error.issues.flatMap(toFieldIssues));
}

/** @throws InvalidAlertError naming every field at fault */
export function parseRule(input: unknown): AlertRule {
  return parseWith(ruleSchema, 'alert rule', input);
}
