import type { TurnTokens } from '../turns/finished-turn.js';
import { InvalidPriceTableError } from './invalid-price-table-error.js';

/** What a million tokens of a model cost. */
export interface ModelPrice {
  readonly input: number;
  /** Of input that the upstream had in its cache; default: as other input. */
  readonly cached_input?: number;
  readonly output: number;
}

/** Prices by the name of the model. */
export type PriceTable = Readonly<Record<string, ModelPrice>>;

/** What tokens of a model cost, in the currency of the prices; `null` where its price is not known. */
export type CostOf = (model: string, tokens: TurnTokens) => number | null;

/** The date with which providers mark versions of a model, as in `gpt-4.1-2025-04-14`. */
const VERSION_DATE = /-\d{4}-\d{2}-\d{2}$/;
const FIELDS = ['input', 'cached_input', 'output'];

/**
 * Checks a price table that an operator wrote: `{"gpt-4.1": {"input": 2, "cached_input": 0.5, "output": 8}}`, for a million tokens.
 * @param json what `JSON.parse` gave
 * @throws InvalidPriceTableError that names the first entry that is wrong
 */
export function parsePriceTable(json: unknown): PriceTable {
  if (!isObject(json)) throw new InvalidPriceTableError('It must be an object of models.');
  for (const [model, price] of Object.entries(json)) {
    if (!isObject(price)) throw new InvalidPriceTableError(`"${model}" must be an object.`);
    for (const field of ['input', 'output'])
      if (!(field in price)) throw new InvalidPriceTableError(`"${model}" has no "${field}".`);
    for (const [field, value] of Object.entries(price)) {
      if (!FIELDS.includes(field)) throw new InvalidPriceTableError(`"${model}" has an unknown "${field}".`);
      if (typeof value !== 'number' || !Number.isFinite(value) || value < 0)
        throw new InvalidPriceTableError(`"${field}" of "${model}" must be a number from 0.`);
    }
  }
  return json as PriceTable;
}

/** A model that has no price of its own has that of its name without the date of its version. */
export function priceOf(table: PriceTable, model: string): ModelPrice | undefined {
  if (Object.hasOwn(table, model)) return table[model];
  const base = model.replace(VERSION_DATE, '');
  return Object.hasOwn(table, base) ? table[base] : undefined;
}

/** @returns the cost in the table's currency, or `null` for a model that it does not have */
export function costOf(table: PriceTable, model: string, tokens: TurnTokens): number | null {
  const price = priceOf(table, model);
  if (price === undefined) return null;
  const cached = Math.min(tokens.cached, tokens.input);
  const { input, cached_input: cachedInput = input, output } = price;
  return ((tokens.input - cached) * input + cached * cachedInput + tokens.output * output) / 1e6;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
