import { readFileSync } from 'node:fs';

/**
 * Resident memory of some processes, MB (2^20 bytes).
 * @param {readonly number[]} pids
 */
export function residentMb(pids) {
  return pids.reduce((sum, pid) => sum + ofProcess(pid), 0) / 1024;
}

/** @param {number} pid */
function ofProcess(pid) {
  return Number(/^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'latin1'))?.[1] ?? 0);
}
