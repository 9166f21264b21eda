import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { eventually } from '../fixtures/eventually.js';
import { HastyClock } from '../fixtures/hasty-clock.js';
import { never } from '../fixtures/mem0-bench.js';
import { RecordingLogger } from '../fixtures/recording-logger.js';
import { TemporaryDirectory } from '../fixtures/temporary-directory.js';
import { Mem0Thread } from './mem0-thread.js';

let parent: TemporaryDirectory;
let thread: Mem0Thread;
const logger = new RecordingLogger();
beforeEach(async () => {
  parent = await TemporaryDirectory.make();
  const library = {
    mode: 'open source',
    vectorStore: { provider: 'embedded' },
    embeddingModel: 'none',
  } as const;
  thread = new Mem0Thread({
    settings: { directory: join(parent.path, 'below', 'mem0'), library },
    answer: () => new Promise(() => undefined),
    clock: new HastyClock(),
    logger,
    random: () => 0,
  });
});
afterEach(async () => {
  await thread.close(0);
  await parent.remove();
});

describe('the thread of mem0', () => {
  it('rejects what it is asked when it cannot start, and starts when it can', async () => {
    const obstacle = join(parent.path, 'below');
    await writeFile(obstacle, 'no directory');
    const ended = { status: 503, code: 'mem0_thread_ended' };
    await expect(thread.call('facts.check', undefined, never())).rejects.toMatchObject(ended);
    // For a while nobody tries.
    const refused = thread.call('facts.check', undefined, never());
    await expect(refused).rejects.toMatchObject(ended);
    expect(logger.lines.filter((line) => line.includes('thread of mem0 ended'))).toHaveLength(1);
    await rm(obstacle);
    await eventually(() => thread.call('facts.check', undefined, never()));
  });

  it('rejects what is under way when it is closed, and what comes later', async () => {
    const add = {
      ...{ user: 'u', run: 'r', source: 'm', time: 0, before: [] },
      messages: [{ role: 'user', content: 'Hello' }],
    } as const;
    await thread.call('facts.check', undefined, never());
    const adding = thread.call('facts.add', add, never());
    const closing = thread.close(50);
    await expect(adding).rejects.toMatchObject({ code: 'mem0_closed' });
    await closing;
    await expect(thread.call('facts.check', undefined, never())).rejects.toMatchObject({
      code: 'mem0_closed',
    });
  });
});
