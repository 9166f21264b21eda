#!/usr/bin/env node
import { readCommandLine, USAGE } from './command-line.js';
import { startSimulator } from './simulator.js';

async function main(): Promise<void> {
  const options = readCommandLine(process.argv.slice(2));
  if (!options) {
    process.stdout.write(USAGE);
    return;
  }
  const simulator = await startSimulator(options);
  process.stdout.write(`simulator on ${simulator.baseURL}\n`);
  const stop = () => void simulator.close();
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
  // Started with fork(): goes when the parent goes.
  process.once('disconnect', stop);
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n${USAGE}`);
  process.exitCode = 2;
});
