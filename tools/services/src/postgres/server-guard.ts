import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Cluster } from './cluster.js';

/**
 * Waits until its input ends, which it does when the process at the other end of the pipe has ended in whatever way; then ends the
 * server and removes its folder. The hooks of a process that is killed, or of a test runner's sandbox, would not run.
 */
const SCRIPT = `
trap '' HUP INT TERM
cat > /dev/null
kill -CONT "$(head -n 1 "$1/data/postmaster.pid")"
"$2/pg_ctl" stop -D "$1/data" -m immediate -t 20
rm -rf "$1"
`;

export interface ServerGuard {
  /** Ends the server and removes its folder now. */
  dismiss(): Promise<void>;
}

export function guardServer({ folder, binaries, account }: Cluster): ServerGuard {
  const guard = spawn('sh', ['-c', SCRIPT, 'guard', folder, binaries], {
    ...account,
    cwd: '/',
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  const ended = once(guard, 'exit');
  guard.unref();
  return {
    dismiss: async () => {
      guard.ref();
      guard.stdin.end();
      await ended;
    },
  };
}
