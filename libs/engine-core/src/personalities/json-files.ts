import { readFile, readdir, stat } from 'node:fs/promises';

/** Bytes. */
const MAX_SIZE = 262_144;

/** The names of the JSON files in a directory, sorted; undefined when there is no such directory. */
export async function listJsonFiles(directory: string): Promise<readonly string[] | undefined> {
  const names = await unlessMissing(readdir(directory));
  return names?.filter((name) => name.endsWith('.json') && !name.startsWith('.')).sort();
}

/** A text that differs whenever the content of the file may; undefined when it is gone, or no file. */
export async function stampOf(path: string): Promise<string | undefined> {
  const stats = await unlessMissing(stat(path, { bigint: true }));
  return stats?.isFile() === true
    ? [stats.size, stats.mtimeNs, stats.ctimeNs, stats.ino].join(':')
    : undefined;
}

/** @throws Error when the file is larger than 256 KiB, is no UTF-8, or cannot be read. */
export async function readText(path: string): Promise<string> {
  const { size } = await stat(path);
  const bytes = size > MAX_SIZE ? undefined : await readFile(path);
  if (bytes === undefined || bytes.length > MAX_SIZE) {
    throw new Error(`the file is larger than ${String(MAX_SIZE)} bytes`);
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (error) {
    throw new Error('the file is not UTF-8', { cause: error });
  }
}

async function unlessMissing<T>(result: Promise<T>): Promise<T | undefined> {
  try {
    return await result;
  } catch (error) {
    if ((error as { readonly code?: unknown }).code === 'ENOENT') return undefined;
    throw error;
  }
}
