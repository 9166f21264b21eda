import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import {
  chunkJson,
  parseChatRequest,
  toEngineError,
  type ChatEngine,
  type EngineError,
} from '@yychat/engine-core';
import express, { type Express } from 'express';

const MODEL = process.env['OPENAI_MODEL'] ?? 'gpt-4.1';

const envelope = ({ message, type, code, param }: EngineError) =>
  JSON.stringify({ error: { message, type, code, param } });

/** An application with one route: `POST /chat`, with the body of an OpenAI chat request, streams what the engine answers. */
export function createApp(engine: ChatEngine): Express {
  const app = express();
  app.use(express.json({ limit: '4mb' }));
  app.post('/chat', async (request, response) => {
    const gone = new AbortController();
    response.once('close', () => gone.abort());
    const { signal } = gone;
    /** Waits for a client that reads slowly. */
    const send = async (data: string) => {
      if (!response.write(`data: ${data}\n\n`)) await once(response, 'drain', { signal });
    };
    const answer = { id: `chatcmpl-${randomUUID()}`, created: Math.floor(Date.now() / 1_000), model: MODEL };
    try {
      const { turn } = parseChatRequest(request.body, { model: MODEL, useTools: true });
      const asked = { ...turn, id: randomUUID(), tenant: 'me', stream: true };
      for await (const event of engine.generateResponse(asked, { signal })) {
        // A failure before the first event still has a status.
        if (event.type === 'message-start') response.writeHead(200, { 'content-type': 'text/event-stream' });
        else if (event.type === 'error') await send(envelope(event.error));
        else if (event.type === 'turn-end') await send('[DONE]');
        else if ('index' in event) await send(chunkJson(event, answer));
      }
      response.end();
    } catch (cause) {
      // Nobody is left to tell.
      if (signal.aborted) return;
      const error = toEngineError(cause);
      response.status(error.status).type('json').end(envelope(error));
    }
  });
  return app;
}
