import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { guides, read } from './documents.js';
import { fencedBlocks } from './fenced-blocks.js';
import { runBlock } from './run-block.js';
import { startService, type StartedService } from './started-service.js';

const blocks = guides.flatMap((file) => fencedBlocks(read(file)).map((block) => ({ file, ...block })));
const of = (...languages: string[]) => blocks.filter(({ language }) => languages.includes(language));
const place = (block: (typeof blocks)[number]) => `${block.file}:${block.line}`;

let service: StartedService;
beforeAll(async () => {
  service = await startService();
}, 60_000);
afterAll(() => service.stop());

describe('a block of commands is run and shows what it is to show, or says why it is not run', () => {
  const all = of('sh', 'ts').filter(({ notRun }) => notRun === undefined);
  it.each(all.map((block) => ({ at: place(block), block })))('$at', async ({ block }) => {
    const { code, output } = await runBlock(block, service);
    if (code !== 0) throw new Error(`${place(block)} ended with ${String(code)}:\n${output}`);
    for (const text of block.shows)
      if (!output.includes(text)) throw new Error(`${place(block)} does not show "${text}":\n${output}`);
  });
});

describe('a block of JSON can be read', () => {
  it.each(of('json').map((block) => ({ at: place(block), block })))('$at', ({ block }) => {
    expect(() => JSON.parse(block.code) as unknown).not.toThrow();
  });
});

it('names shells as sh, so that no command is overlooked', () => {
  expect(of('bash', 'shell', 'console', 'zsh', 'javascript', 'typescript').map(place)).toEqual([]);
});
