/** A field that is not valid, for forms: what an error of the alerts' routes has in `error.fields`, beside OpenAI's members. */
export interface InvalidField {
  /** `condition.value`, `muteTimes.0.zone`; empty for the whole. */
  readonly param: string;
  /** What is wrong: `empty`, `too_long`, `duration`, …; `invalid` where only the message says it. */
  readonly code: string;
  /** In English. Stands well behind the name of the field. */
  readonly message: string;
  /** What the message names: `minimum`, `maximum`, `options`, … */
  readonly values: Readonly<Record<string, string | number>>;
}
