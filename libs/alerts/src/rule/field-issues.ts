import type { z } from 'zod';
import { ISSUE_CODES, type FieldIssue, type IssueCode } from '../errors.js';

type Values = NonNullable<FieldIssue['values']>;

/** What is said of a value that only code can judge, for `refine` and `addIssue`. */
export interface Refusal {
  readonly message: string;
  readonly params: Values & { readonly code: IssueCode };
}

export function refusal(code: IssueCode, message: string, values: Values = {}): Refusal {
  return { message, params: { code, ...values } };
}

/** What a schema says, by field. @param issue told with its input */
export function toFieldIssues(issue: z.core.$ZodIssue): readonly FieldIssue[] {
  const path = issue.path.map(String);
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => ({
      ...{ path: [...path, key].join('.'), message: 'is not known', code: 'unknown' as const },
    }));
  const [code, values] = codeOf(issue);
  return [{ path: path.join('.'), message: issue.message, code, ...(values !== undefined && { values }) }];
}

function codeOf(issue: z.core.$ZodIssue): readonly [IssueCode, Values?] {
  if (issue.input === undefined) return ['missing'];
  switch (issue.code) {
    case 'invalid_type':
      return ['type', { expected: issue.expected }];
    case 'invalid_value':
      return ['option', { options: issue.values.join(', ') }];
    case 'too_small':
      return tooSmall(issue);
    case 'too_big':
      return tooBig(issue);
    case 'invalid_format':
      return [isCode(issue.format) ? issue.format : 'invalid'];
    case 'custom': {
      const { code, ...values } = (issue.params ?? {}) as Values;
      return [isCode(code) ? code : 'invalid', values];
    }
    default:
      return ['invalid'];
  }
}

function tooSmall(issue: z.core.$ZodIssueTooSmall): readonly [IssueCode, Values?] {
  const values = { minimum: Number(issue.minimum) };
  if (issue.origin === 'number' || issue.origin === 'int')
    return [issue.inclusive === false ? 'not_more' : 'too_small', values];
  return values.minimum === 1 ? ['empty'] : ['too_short', values];
}

function tooBig(issue: z.core.$ZodIssueTooBig): readonly [IssueCode, Values?] {
  const values = { maximum: Number(issue.maximum) };
  if (issue.origin === 'array') return ['too_many', values];
  if (issue.origin === 'string') return ['too_long', values];
  return [issue.inclusive === false ? 'not_less' : 'too_big', values];
}

function isCode(code: unknown): code is IssueCode {
  return (ISSUE_CODES as readonly unknown[]).includes(code);
}
