import { createChatEngine } from '@yychat/engine-chat';
import { OpenAIChatModel } from '@yychat/engine-chat/openai';
import { OpenAI } from 'openai';
import { createApp } from './app.ts';

const model = await OpenAIChatModel.create({ client: new OpenAI() });
const server = createApp(createChatEngine({ model })).listen(Number(process.env['PORT'] ?? 3000), () =>
  console.log(`POST http://127.0.0.1:${process.env['PORT'] ?? '3000'}/chat`),
);
process.once('SIGTERM', () => server.close(() => void model.close()));
