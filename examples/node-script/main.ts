// One engine in a script: it streams, may call a tool of the script's own, and remembers from one turn to the next, and to the next run.
import { randomUUID } from 'node:crypto';
import { createChatEngine } from '@yychat/engine-chat';
import { createChatMemory } from '@yychat/engine-chat/memory';
import { OpenAIChatModel } from '@yychat/engine-chat/openai';
import { openSqliteStore } from '@yychat/engine-chat/sqlite';
import { ToolRegistry } from '@yychat/engine-core/tools';
import { OpenAI } from 'openai';
import { openingHours } from './opening-hours.ts';

const model = await OpenAIChatModel.create({ client: new OpenAI() });
const store = await openSqliteStore({ file: './data/conversations.db' });
const { memory, log, close } = createChatMemory({ store });
const engine = createChatEngine({ model, memory, log, tools: new ToolRegistry([openingHours]) });

async function ask(question: string): Promise<void> {
  const asked = { id: randomUUID(), tenant: 'me', conversationId: 'shop', stream: true, useTools: true };
  const messages = [{ role: 'user', content: question }] as const;
  const turn = { ...asked, model: process.env['OPENAI_MODEL'] ?? 'gpt-4.1', messages, options: {} };
  console.log(`\n> ${question}`);
  for await (const event of engine.generateResponse(turn, { signal: AbortSignal.timeout(60_000) })) {
    if (event.type === 'message-start') console.log(`(${event.memories} memories)`);
    if (event.type === 'tool-result') console.log(`(${event.name}: ${event.content})`);
    if (event.type === 'text-delta') process.stdout.write(event.text);
    if (event.type === 'error') throw event.error;
  }
  console.log();
}

try {
  await ask('I am Ann, and I come on Sundays only. Are you open then?');
  await ask('What was my name, and when do I come?');
} finally {
  await close();
  await store.close();
  await model.close();
}
