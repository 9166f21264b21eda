import { USAGE } from './gateway/options.mjs';
import { runGateway } from './gateway/run-gateway.mjs';

/** What can be measured. Each takes its arguments and resolves with the exit code. */
const BENCHMARKS = new Map([['gateway', runGateway]]);

const [name = '', ...args] = process.argv.slice(2);
const run = BENCHMARKS.get(name);
if (run === undefined) {
  console.error(`Usage: node tools/bench/src/${USAGE}`);
  process.exit(2);
}
try {
  process.exit(await run(args));
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exit(2);
}
