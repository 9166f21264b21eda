const ASKS_WHEN =
  /^\s*when\b|\bhow long\b|\b(?:what|which) (?:date|day|week|month|year|time)\b|\bsince when\b|什么时候|何时|几时|几点|几号|几月|哪天|哪一天|哪年|多久|いつ|何時|何月|何日|何年/iu;

const ENGLISH_TIMES = [
  'yesterday|today|tonight|tomorrow|ago|last|next|recently|soon|since|weekend|week|month|years?',
  'monday|tuesday|wednesday|thursday|friday|saturday|sunday',
  'january|february|march|april|june|july|august|september|october|november|december',
].join('|');
const TELLS_TIME = new RegExp(
  String.raw`\b(?:${ENGLISH_TIMES}|(?:19|20)\d\d)\b|[昨今明前]天|昨日|今日|明日|上周|上个?月|下周|下个?月|去年|今年|明年|周末|星期|先週|来週|先月|来月|\d+\s*[月日号點点時]`,
  'iu',
);

/** Whether a question asks for a time, and so is answered by a turn that tells one. */
export const asksWhen = (question: string): boolean => ASKS_WHEN.test(question);

/** Whether a text tells a time: a date, a weekday, "last week". */
export const tellsTime = (text: string): boolean => TELLS_TIME.test(text);

/** Whether a text ends as a question: what it asks is seldom what is remembered of it. */
export const isQuestion = (text: string): boolean =>
  /(?:[?？]|[吗呢]|ですか|ますか)[\s"'”’)。]*$/u.test(text);
