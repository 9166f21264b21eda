import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';

/** Process id and that of its parent, for every process. */
function processes(): (readonly [pid: number, parent: number])[] {
  if (!existsSync('/proc/self/stat')) {
    const lines = execFileSync('ps', ['-A', '-o', 'pid=,ppid='], { encoding: 'utf8' }).trim().split('\n');
    return lines.map((line) => {
      const [pid, parent] = line.trim().split(/\s+/).map(Number);
      return [pid ?? 0, parent ?? 0];
    });
  }
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name): (readonly [number, number])[] => {
      const stat = readStat(name);
      // The name of the command, in brackets, may hold anything: what follows the last one counts.
      const parent = stat?.slice(stat.lastIndexOf(')') + 1).split(' ')[2];
      return parent === undefined ? [] : [[Number(name), Number(parent)]];
    });
}

/** Undefined for a process that has ended meanwhile. */
function readStat(pid: string): string | undefined {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'utf8');
  } catch {
    return undefined;
  }
}

/** Whether a process is there and has not come to its end, be its parent told of that or not. */
export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  const stat = readStat(String(pid));
  return stat === undefined || !/^ Z/.test(stat.slice(stat.lastIndexOf(')') + 1));
}

/** The processes that a process has started and that have not ended. PostgreSQL gives each a group of its own, so that no signal reaches all. */
export function childrenOf(pid: number): number[] {
  return processes()
    .filter(([, parent]) => parent === pid)
    .map(([child]) => child);
}
