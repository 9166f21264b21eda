import { readFileSync } from 'node:fs';

/** How many files one process may have open. Node has raised its soft limit to the hard one when it started. */
export function openFilesLimit() {
  const limit = /^Max open files\s+(\d+|unlimited)/m.exec(readFileSync('/proc/self/limits', 'latin1'))?.[1];
  return limit === 'unlimited' ? Infinity : Number(limit);
}
