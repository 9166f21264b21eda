#!/usr/bin/env node
import { readFile } from 'node:fs/promises';
import { runCli } from './run-cli.js';

process.exitCode = await runCli(process.argv.slice(2), {
  readFile: (path) => readFile(path, 'utf8'),
  print: (line) => process.stdout.write(`${line}\n`),
});
