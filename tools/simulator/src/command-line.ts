import { parseArgs } from 'node:util';
import type { SimulatorOptions } from './simulator.js';

/** What `--help` prints. */
export const USAGE =
  'yychat-simulator [--port 9100] [--host 127.0.0.1] [--demo] [--stamps] [--api-key KEY] [--models a,b]\n';

/**
 * Reads the command line.
 * @returns `undefined` when it asks for help
 * @throws Error for an option that is not known or a port that is none
 */
export function readCommandLine(args: readonly string[]): SimulatorOptions | undefined {
  const { values } = parseArgs({
    args: [...args],
    options: {
      port: { type: 'string', default: '9100' },
      host: { type: 'string', default: '127.0.0.1' },
      demo: { type: 'boolean', default: false },
      stamps: { type: 'boolean', default: false },
      'api-key': { type: 'string' },
      models: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return undefined;
  const port = Number(values.port);
  if (!/^\d+$/.test(values.port) || port > 65_535) throw new Error(`--port ${values.port}: not a port`);
  const { host, demo, stamps } = values;
  return { port, host, demo, stamps, apiKey: values['api-key'], models: values.models?.split(',') };
}
