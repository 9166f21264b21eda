import { setTimeout as sleep } from 'node:timers/promises';

/** Asks again and again until something is so. @throws Error when it is not so in time */
export async function eventually(
  isSo: () => boolean | Promise<boolean>,
  what: string,
  timeout = 5_000,
): Promise<void> {
  const end = performance.now() + timeout;
  while (!(await isSo())) {
    if (performance.now() > end) throw new Error(`Not so after ${timeout} ms: ${what}`);
    await sleep(5);
  }
}
