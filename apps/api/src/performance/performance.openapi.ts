import type { ApiQueryOptions } from '@nestjs/swagger';
import { OUTCOMES, WINDOWS } from '@yychat/metrics';

const optional = (name: string, description: string) => ({ name, description, required: false });

/** The parameters that routes of figures share, as the docs show them. */
export const shown = {
  window: {
    ...optional('window', 'The stretch of time that ends now.'),
    enum: Object.keys(WINDOWS),
  },
  at: optional('at', 'When the window ends, ISO 8601. Default: now.'),
  from: optional('from', 'Turns that ended then or later, ISO 8601.'),
  to: optional('to', 'Turns that ended before, ISO 8601.'),
  engine: optional('engine', 'Turns of this engine only.'),
  model: optional('model', 'Turns of this model only.'),
  outcome: {
    ...optional('outcome', 'Turns whose times are taken. Default: those that went well.'),
    enum: [...OUTCOMES],
  },
  status: { ...optional('status', 'Turns that ended so.'), enum: [...OUTCOMES] },
  tenant: optional('tenant', 'Whose turn; for admins only. Default: that of the key, for admins any.'),
  by: { ...optional('by', 'What is compared.'), enum: ['engine', 'model'] },
} satisfies Readonly<Record<string, ApiQueryOptions>>;

export function shownCount(most: number, standard: number): ApiQueryOptions {
  return {
    name: 'count',
    required: false,
    schema: { type: 'integer', minimum: 1, maximum: most, default: standard },
  };
}
