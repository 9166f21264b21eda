// Has a running service derive an engine's memory from the conversation log again, and waits until it has caught up.
//   YYCHAT_API_KEY=… node tools/operate/rebuild-memory.mjs mem0_proxy [--url http://127.0.0.1:8000] [--no-wait]
import { parseArgs } from 'node:util';

/** Milliseconds. */
const LOOK = 1_000;
const DEADLINE = 70_000;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    url: { type: 'string', default: process.env.YYCHAT_URL ?? 'http://127.0.0.1:8000' },
    'no-wait': { type: 'boolean', default: false },
  },
});
const [engine] = positionals;
const key = process.env.YYCHAT_API_KEY;
if (engine === undefined || key === undefined) {
  console.error('Give the name of an engine, and an admin key in YYCHAT_API_KEY.');
  process.exit(2);
}

async function ask(method, path) {
  const response = await fetch(new URL(path, values.url), {
    method,
    headers: { authorization: `Bearer ${key}` },
    signal: AbortSignal.timeout(DEADLINE),
  });
  const body = await response.json();
  if (!response.ok) throw new Error(`${response.status} ${body.error?.message ?? ''}`);
  return body;
}

async function memory() {
  const { data } = await ask('GET', '/v1/engines/list');
  return data.find(({ name }) => name === engine)?.details.memory ?? {};
}

try {
  await ask('POST', `/v1/engines/${encodeURIComponent(engine)}/rebuild`);
  console.log(`${engine}: what it remembered was dropped, and is derived from the log again`);
  for (let isBusy = !values['no-wait']; isBusy;) {
    await new Promise((resolve) => setTimeout(resolve, LOOK));
    const { status, pending, lag, lastError } = await memory();
    isBusy = status === 'working' || status === 'resting';
    if (isBusy)
      console.log(
        `${status}: ${pending} messages in hand, ${lag ?? 0} s behind${lastError === undefined ? '' : `, ${lastError}`}`,
      );
    else console.log(`${engine}: ${status === 'elsewhere' ? 'another instance does it' : 'caught up'}`);
  }
} catch (error) {
  console.error(`${values.url}: ${error.message}`);
  process.exitCode = 1;
}
