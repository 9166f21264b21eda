/** Numbers and dates as they are written in a language. `null` is written as a dash: there is no data. */
export interface Format {
  readonly locale: string;
  /** 12,345 */
  readonly integer: (value: number | null) => string;
  /** With at most three digits that count: 0.123, 12.3, 1,230 */
  readonly number: (value: number | null) => string;
  /** From a rate of 0 to 1: 12.3% */
  readonly percent: (value: number | null) => string;
  /** From seconds: 420 ms, 1.24 s, 2 min 5 s */
  readonly duration: (seconds: number | null) => string;
  /** From bytes: 184 MB */
  readonly bytes: (value: number | null) => string;
  /** Of the price table's currency, which is nowhere named: 0.0123 */
  readonly money: (value: number | null) => string;
  /** 14:03:22 */
  readonly time: (at: number | string) => string;
  /** 14:03 */
  readonly minute: (at: number | string) => string;
  /** 22 Nov, 14:03:22 */
  readonly dateTime: (at: number | string) => string;
}

const NONE = '–';
const BYTE_UNITS = ['B', 'KB', 'MB', 'GB', 'TB'];

export function createFormat(locale: string): Format {
  const significant = new Intl.NumberFormat(locale, { maximumSignificantDigits: 3 });
  const whole = new Intl.NumberFormat(locale, { maximumFractionDigits: 0 });
  const rate = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 1 });
  const price = new Intl.NumberFormat(locale, { minimumFractionDigits: 2, maximumSignificantDigits: 3 });
  const hourCycle = 'h23' as const;
  const clock = new Intl.DateTimeFormat(locale, {
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle,
  });
  const minutes = new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit', hourCycle });
  const day = new Intl.DateTimeFormat(locale, {
    month: 'short',
    day: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle,
  });

  const number = (value: number) =>
    Math.abs(value) >= 1_000 ? whole.format(value) : significant.format(value);
  const known = (write: (value: number) => string) => (value: number | null) =>
    value === null || !Number.isFinite(value) ? NONE : write(value);
  const date = (format: Intl.DateTimeFormat) => (at: number | string) => {
    const parsed = new Date(at);
    return Number.isNaN(parsed.getTime()) ? NONE : format.format(parsed);
  };

  return {
    locale,
    integer: known((value) => whole.format(value)),
    number: known(number),
    percent: known((value) => rate.format(value)),
    duration: known((seconds) => writeDuration(seconds, number)),
    bytes: known((value) => writeBytes(value, number)),
    money: known((value) => price.format(value)),
    time: date(clock),
    minute: date(minutes),
    dateTime: date(day),
  };
}

function writeDuration(seconds: number, number: (value: number) => string): string {
  const size = Math.abs(seconds);
  if (size < 0.9995) return `${number(size < 0.01 ? seconds * 1_000 : Math.round(seconds * 1_000))} ms`;
  if (size < 100) return `${number(seconds)} s`;
  const whole = Math.round(size);
  const parts = [
    [Math.floor(whole / 86_400), 'd'],
    [Math.floor(whole / 3_600) % 24, 'h'],
    [Math.floor(whole / 60) % 60, 'min'],
    [whole % 60, 's'],
  ] as const;
  const first = parts.findIndex(([count]) => count > 0);
  return parts
    .slice(first, first + 2)
    .filter(([count]) => count > 0)
    .map(([count, unit]) => `${count} ${unit}`)
    .join(' ');
}

function writeBytes(bytes: number, number: (value: number) => string): string {
  let unit = 0;
  let value = bytes;
  while (Math.abs(value) >= 999.5 && unit < BYTE_UNITS.length - 1) {
    value /= 1_000;
    unit++;
  }
  return `${number(value)} ${BYTE_UNITS[unit] ?? ''}`;
}
