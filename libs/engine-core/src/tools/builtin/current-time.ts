import { ToolExecutionError } from '../../errors.js';
import type { Clock } from '../../ports/clock.js';
import type { Tool } from '../../ports/tool-source.js';

export interface CurrentTimeOptions {
  /** IANA name of the zone that applies when a call names none; `UTC` unless given. */
  readonly timezone?: string;
}

/**
 * Date and time of a zone, as `{"time": ISO 8601 with offset, "weekday", "timezone"}`.
 *
 * @throws RangeError when the default zone is not known.
 */
export function createCurrentTime(clock: Clock, options: CurrentTimeOptions = {}): Tool {
  const defaultZone = options.timezone ?? 'UTC';
  formatterFor(defaultZone);
  return {
    source: 'builtin',
    definition: {
      name: 'current_time',
      description: `The current date, time and weekday, in any time zone; ${defaultZone} unless one is given.`,
      parameters: {
        type: 'object',
        properties: {
          timezone: {
            type: 'string',
            minLength: 1,
            maxLength: 64,
            description: 'IANA time zone, for example Asia/Shanghai or Europe/Berlin.',
          },
        },
        additionalProperties: false,
      },
    },
    execute(args) {
      const { timezone } = args;
      const zone = typeof timezone === 'string' ? timezone.trim() : defaultZone;
      return Promise.resolve(JSON.stringify(timeIn(zone, clock.now())));
    },
  };
}

function timeIn(zone: string, now: number): Readonly<Record<string, string>> {
  let formatter: Intl.DateTimeFormat;
  try {
    formatter = formatterFor(zone);
  } catch (error) {
    throw new ToolExecutionError(
      `There is no time zone "${zone}"; use an IANA name such as Asia/Shanghai, Europe/Berlin or UTC.`,
      { code: 'unknown_timezone', status: 400, cause: error },
    );
  }
  const parts = Object.fromEntries(formatter.formatToParts(now).map(({ type, value }) => [type, value]));
  const { year = '', month = '', day = '', hour = '', minute = '', second = '', weekday = '' } = parts;
  const offset = /GMT(.+)/.exec(parts['timeZoneName'] ?? '')?.[1] ?? '+00:00';
  return {
    time: `${year}-${month}-${day}T${hour}:${minute}:${second}${offset}`,
    weekday,
    timezone: formatter.resolvedOptions().timeZone,
  };
}

function formatterFor(timeZone: string): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat('en-US', {
    timeZone,
    calendar: 'gregory',
    numberingSystem: 'latn',
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    weekday: 'long',
    timeZoneName: 'longOffset',
  });
}
