/** A stretch of time; milliseconds since the epoch, UTC, `end` excluded. */
export interface Period {
  readonly start: number;
  readonly end: number;
}

const DAY = 86_400_000;
const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const NAME = String.raw`(?<name>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b\.?`;
const ORDINAL = '(?:st|nd|rd|th)?';
const YEAR = String.raw`(?:,?\s*(?<year>(?:19|20)\d\d)\b)?`;

/** The first that matches is the one. A month's name alone needs a preposition, for "may" and "march" are words too. */
const DATES = [
  /\b(?<year>(?:19|20)\d\d)[-/.](?<month>\d{1,2})(?:[-/.](?<day>\d{1,2}))?\b/iu,
  /(?:(?<year>(?:19|20)\d\d)\s*年\s*)?(?<month>\d{1,2})\s*月(?:\s*(?<day>\d{1,2})\s*[日号])?/u,
  new RegExp(String.raw`\b(?<day>\d{1,2})${ORDINAL}(?:\s+of)?\s+${NAME}${YEAR}`, 'iu'),
  new RegExp(String.raw`\b${NAME}\s+(?<day>\d{1,2})${ORDINAL}(?!\d)${YEAR}`, 'iu'),
  new RegExp(String.raw`\b${NAME},?\s+(?<year>(?:19|20)\d\d)\b`, 'iu'),
  new RegExp(String.raw`\b(?:in|of|during|since|early|mid|late|last|this|by|until)[\s-]${NAME}`, 'iu'),
  /\b(?<name>january|february|april|june|july|august|september|october|november|december)\b/iu,
  /(?<!\d)(?<year>(?:19|20)\d\d)(?:\s*年|(?!\d))/u,
];

function monthOf(groups: Partial<Record<string, string>>): number | undefined {
  if (groups['name'] !== undefined) return MONTHS.indexOf(groups['name'].slice(0, 3).toLowerCase());
  const month = Number(groups['month']);
  return month >= 1 && month <= 12 ? month - 1 : undefined;
}

function datePeriod(groups: Partial<Record<string, string>>, now: number): Period {
  const month = monthOf(groups);
  const thisYear = new Date(now).getUTCFullYear();
  if (month === undefined) {
    const year = Number(groups['year'] ?? thisYear);
    return { start: Date.UTC(year, 0), end: Date.UTC(year + 1, 0) };
  }
  const day = Number(groups['day'] ?? 0);
  const past = Date.UTC(thisYear, month, Math.max(day, 1)) > now ? thisYear - 1 : thisYear;
  const year = Number(groups['year'] ?? past);
  if (day >= 1 && day <= 31)
    return { start: Date.UTC(year, month, day), end: Date.UTC(year, month, day + 1) };
  return { start: Date.UTC(year, month), end: Date.UTC(year, month + 1) };
}

function relativePeriod(question: string, now: number): Period | undefined {
  const date = new Date(now);
  const today = Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate());
  const monday = today - ((date.getUTCDay() + 6) % 7) * DAY;
  const month = (by: number): number => Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + by);
  if (/\byesterday\b|昨天|昨日/iu.test(question)) return { start: today - DAY, end: today };
  if (/前天|一昨日/u.test(question)) return { start: today - 2 * DAY, end: today - DAY };
  if (/\blast week\b|上周|上星期|上个星期|先週/iu.test(question))
    return { start: monday - 7 * DAY, end: monday };
  if (/\blast month\b|上个?月|先月/iu.test(question)) return { start: month(-1), end: month(0) };
  if (/\blast year\b|去年/iu.test(question)) {
    return { start: Date.UTC(date.getUTCFullYear() - 1, 0), end: Date.UTC(date.getUTCFullYear(), 0) };
  }
  return undefined;
}

/**
 * The time that a question speaks of: a date, month or year in English, Chinese, Japanese or ISO form, or "yesterday" and its
 * like. Without a year the latest that has begun is meant. UTC.
 * @param now milliseconds since the epoch
 */
export function askedPeriod(question: string, now: number): Period | undefined {
  for (const date of DATES) {
    const groups = date.exec(question)?.groups;
    if (groups) return datePeriod(groups, now);
  }
  return relativePeriod(question, now);
}
