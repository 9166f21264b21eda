import type { z } from 'zod';
import { InvalidAlertError, type FieldIssue } from '../errors.js';
import { ruleSchema, type AlertRule } from './rule.js';

/** @throws InvalidAlertError naming every field at fault */
export function parseWith<T extends z.ZodType>(schema: T, what: string, input: unknown): z.output<T> {
  const result = schema.safeParse(input);
  if (result.success) return result.data;
  throw new InvalidAlertError(what, result.error.issues.flatMap(toFieldIssues));
}

/** @throws InvalidAlertError naming every field at fault */
export function parseRule(input: unknown): AlertRule {
  return parseWith(ruleSchema, 'alert rule', input);
}

function toFieldIssues(issue: z.core.$ZodIssue): readonly FieldIssue[] {
  const path = issue.path.map(String);
  if (issue.code !== 'unrecognized_keys') return [{ path: path.join('.'), message: issue.message }];
  return issue.keys.map((key) => ({ path: [...path, key].join('.'), message: 'is not known' }));
}
