import { readFileSync, unwatchFile, watchFile } from 'node:fs';
import type { Logger } from '@yychat/engine-core';
import { MetricsError, parsePriceTable, type PriceTable } from '@yychat/metrics';

/** Milliseconds between looks at the file. */
const INTERVAL = 1_000;

/** @throws Error that names the file and the entry */
export function readPricesFile(file: string): PriceTable {
  try {
    return parsePriceTable(JSON.parse(readFileSync(file, 'utf8')));
  } catch (error) {
    throw new Error(`PRICES_FILE: ${file}: ${whyNot(error)}`, { cause: error });
  }
}

/** Follows changes of the file. A bad one is logged and changes nothing. Returns how to stop. */
export function followPricesFile(
  file: string,
  onPrices: (prices: PriceTable) => void,
  logger: Logger,
): () => void {
  const onChange = () => {
    try {
      const prices = readPricesFile(file);
      onPrices(prices);
      logger.info({ models: Object.keys(prices).length }, 'prices reloaded');
    } catch (error) {
      logger.error({ err: error }, 'prices not reloaded; the ones before stay in force');
    }
  };
  watchFile(file, { interval: INTERVAL, persistent: false }, onChange);
  return () => unwatchFile(file, onChange);
}

function whyNot(error: unknown): string {
  if (MetricsError.is(error)) return error.message;
  if (error instanceof SyntaxError) return 'it is not valid JSON';
  return (error as NodeJS.ErrnoException).code ?? 'it cannot be read';
}
