// Puts compressed files beside those of a directory, so that a server sends them as they are: precompress.mjs DIRECTORY
import { globSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';

/** Bytes. Below, it is one packet either way. */
const WORTH_IT = 1_024;

const [directory] = process.argv.slice(2);
if (directory === undefined) throw new Error('Name the directory.');
for (const file of globSync('**/*.{css,html,js,json,svg,txt,webmanifest}', { cwd: directory })) {
  const path = join(directory, file);
  const content = readFileSync(path);
  if (content.length < WORTH_IT) continue;
  writeFileSync(`${path}.br`, brotliCompressSync(content));
  writeFileSync(`${path}.gz`, gzipSync(content, { level: 9 }));
}
