import { parentPort, workerData } from 'node:worker_threads';
import { calls } from './call-context.ts';
import { Desk } from './desk.ts';
import { reasonOf } from './reason.ts';
import type { FromThread, Question, ThreadSettings, ToThread } from './protocol.js';

/** A question that the service has not answered yet. */
interface Asked {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: Error) => void;
  readonly call: number;
}

const port = parentPort;
if (port === null) throw new Error('This file runs in a thread of its own.');

const asked = new Map<number, Asked>();
/** Calls under way; of those that the service waits for no more, all that they still ask is refused. */
const active = new Map<number, { aborted: boolean }>();
let questions = 0;

const tell = (message: FromThread): void => port.postMessage(message);
const refusal = (): Error => new Error('The service does not answer.');

function ask(question: Question): Promise<unknown> {
  const call = calls.getStore()?.id ?? 0;
  if (active.get(call)?.aborted === true) return Promise.reject(refusal());
  return new Promise((resolve, reject) => {
    const id = (questions += 1);
    asked.set(id, { resolve, reject, call });
    tell({ type: 'question', id, call, question });
  });
}

const desk = new Desk(workerData as ThreadSettings, ask);

async function serve({ id, operation, argument }: Extract<ToThread, { type: 'call' }>): Promise<void> {
  active.set(id, { aborted: false });
  try {
    tell({ type: 'result', id, value: await desk.serve(id, operation, argument) });
  } catch (error) {
    tell({ type: 'failure', id, reason: reasonOf(error) });
  } finally {
    active.delete(id);
  }
}

function settle(question: number, settle: (waiting: Asked) => void): void {
  const waiting = asked.get(question);
  if (!waiting) return;
  asked.delete(question);
  settle(waiting);
}

port.on('message', (message: ToThread) => {
  if (message.type === 'call') void serve(message);
  else if (message.type === 'answer') settle(message.question, ({ resolve }) => resolve(message.value));
  else if (message.type === 'refusal') settle(message.question, ({ reject }) => reject(refusal()));
  else {
    const call = active.get(message.id);
    if (call) call.aborted = true;
    for (const [question, { call: asking }] of asked)
      if (asking === message.id) settle(question, ({ reject }) => reject(refusal()));
  }
});
