import { readdirSync, readFileSync } from 'node:fs';

/**
 * CPU time that the threads of some processes have had so far, ns. Threads that ended do not count any more: take the
 * difference over a time in which none does.
 * @param {readonly number[]} pids
 */
export function cpuTime(pids) {
  return pids.reduce((sum, pid) => sum + ofProcess(pid), 0);
}

/** @param {number} pid */
function ofProcess(pid) {
  let sum = 0;
  for (const thread of readdirSync(`/proc/${pid}/task`)) {
    try {
      // Nanoseconds on a CPU, nanoseconds waiting for one, times it got one.
      sum += Number.parseInt(readFileSync(`/proc/${pid}/task/${thread}/schedstat`, 'latin1'), 10);
    } catch {
      // The thread ended while we looked.
    }
  }
  return sum;
}

/** Milliseconds in one unit of /proc/stat. */
const TICK = 10;

/** CPU time that all processes of the machine have had since it started, ns, in steps of 10 ms. */
export function machineCpuTime() {
  const [, user = 0, nice = 0, system = 0, , , irq = 0, softIrq = 0] = readFileSync('/proc/stat', 'latin1')
    .slice(0, 300)
    .split(/\s+/, 8)
    .map(Number);
  return (user + nice + system + irq + softIrq) * TICK * 1e6;
}
