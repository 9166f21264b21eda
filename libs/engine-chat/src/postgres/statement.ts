import { hash } from 'node:crypto';
import type { QuotedSchema } from './schema/schema-name.js';

export interface Statement {
  readonly text: string;
  /** What the server keeps its plan under: planning a recall costs more than reading a small one. */
  readonly name?: string;
}

/** A statement that is run often with the same text. Its name says what the text is, so that no two are taken for each other. */
export const prepared = (text: string): Statement => ({
  text,
  name: `yychat_${hash('sha256', text).slice(0, 32)}`,
});

/** Calls a function of the schema with so many values; gives one row with its `result`. */
export const preparedCall = (schema: QuotedSchema, name: string, values: number): Statement => {
  const places = Array.from({ length: values }, (_, index) => `$${index + 1}`);
  return prepared(`select ${schema}.${name}(${places.join()}) as result`);
};
