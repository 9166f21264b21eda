import { spawn } from 'node:child_process';
import { once } from 'node:events';

/**
 * Waits until its input ends, which it does when the process at the other end of the pipe has ended in whatever way; then ends the
 * server and removes its folder. The hooks of a process that is killed, or of a test runner's sandbox, would not run.
 */
const SCRIPT = `
trap '' HUP INT TERM
cat > /dev/null
[ -f "$1/pid" ] && kill -KILL "$(cat "$1/pid")"
rm -rf "$1"
`;

export interface ServerGuard {
  /** Ends the server and removes its folder now. */
  dismiss(): Promise<void>;
}

/** @param folder holds the server's files, its process id in `pid` among them */
export function guardServer(folder: string): ServerGuard {
  const guard = spawn('sh', ['-c', SCRIPT, 'guard', folder], {
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
