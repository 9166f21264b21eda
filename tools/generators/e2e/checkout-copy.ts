import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readdir, readlink, realpath, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { promisify } from 'node:util';

const ROOT = join(import.meta.dirname, '../../..');
const SCOPE = '@yychat';
const AS_IT_IS = { recursive: true, preserveTimestamps: true };
/** Milliseconds that a command may take. */
const PATIENCE = 120_000;

interface Ran {
  /** What it wrote to stdout and stderr, and why it failed. */
  readonly output: string;
  readonly failed: boolean;
}

/** This checkout in a folder of its own, where anything may be changed. What is installed is the same, what is built is copied. */
export class CheckoutCopy {
  readonly root: string;

  private constructor(root: string) {
    this.root = root;
  }

  static async make(): Promise<CheckoutCopy> {
    // Nx compares paths with where it is, which has no symbolic links in it.
    const root = await realpath(await mkdtemp(join(tmpdir(), 'yychat-checkout-')));
    const files = await checkedOut();
    for (const folder of new Set(files.map(dirname))) await mkdir(join(root, folder), { recursive: true });
    // With its times: what is built is not built again.
    await Promise.all(files.map((file) => cp(join(ROOT, file), join(root, file), AS_IT_IS)));
    await linkInstalled(root);
    const projects = files.filter((file) => /^[^/]+\/[^/]+\/package\.json$/.test(file)).map(dirname);
    for (const project of projects) {
      await linkIfThere(join(ROOT, project, 'node_modules'), join(root, project, 'node_modules'));
      if (existsSync(join(ROOT, project, 'dist')))
        await cp(join(ROOT, project, 'dist'), join(root, project, 'dist'), AS_IT_IS);
    }
    return new CheckoutCopy(root);
  }

  /** Runs a command, e.g. `tsc`, of what is installed in a folder of the copy. @throws Error when it fails, with what it wrote */
  async run(folder: string, command: string, ...args: readonly string[]): Promise<string> {
    const { output, failed } = await this.tryToRun(folder, command, ...args);
    if (failed) throw new Error(output);
    return output;
  }

  async tryToRun(folder: string, command: string, ...args: readonly string[]): Promise<Ran> {
    const bin = join(ROOT, 'node_modules/.bin');
    const options = {
      cwd: join(this.root, folder),
      timeout: PATIENCE,
      // Nothing of what Nx tells the tests that it runs.
      env: {
        PATH: [bin, dirname(process.execPath), process.env['PATH']].join(delimiter),
        HOME: process.env['HOME'],
        NX_DAEMON: 'false',
        NX_ISOLATE_PLUGINS: 'false',
        NODE_OPTIONS: '--experimental-vm-modules --disable-warning=ExperimentalWarning',
      },
    };
    return promisify(execFile)(command, args, options).then(
      ({ stdout, stderr }) => ({ output: stdout + stderr, failed: false }),
      (error: unknown) => {
        const { message, stdout, stderr } = error as Error & Readonly<Record<'stdout' | 'stderr', string>>;
        return { output: `${message}\n${stdout}${stderr}`, failed: true };
      },
    );
  }

  remove(): Promise<void> {
    return rm(this.root, { recursive: true, force: true });
  }
}

/** What a commit of everything would have. */
async function checkedOut(): Promise<readonly string[]> {
  const args = ['ls-files', '-z', '--cached', '--others', '--exclude-standard'];
  const { stdout } = await promisify(execFile)('git', args, { cwd: ROOT, maxBuffer: 64 * 1_024 * 1_024 });
  const files = stdout.split('\0').filter((file) => file !== '' && existsSync(join(ROOT, file)));
  return [...new Set(files)];
}

/** Packages of the workspace are those of the copy. */
async function linkInstalled(root: string): Promise<void> {
  const [from, to] = [join(ROOT, 'node_modules'), join(root, 'node_modules')];
  await mkdir(join(to, SCOPE), { recursive: true });
  for (const name of await readdir(from)) {
    if (name !== SCOPE && name !== '.cache') await symlink(join(from, name), join(to, name));
  }
  for (const name of await readdir(join(from, SCOPE)))
    await symlink(await readlink(join(from, SCOPE, name)), join(to, SCOPE, name));
}

async function linkIfThere(target: string, path: string): Promise<void> {
  if (existsSync(target)) await symlink(target, path);
}
