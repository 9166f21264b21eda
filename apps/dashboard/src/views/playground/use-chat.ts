import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useRef, useState } from 'react';
import { isApiError } from '../../api/api-error.js';
import type { ChatRequest } from './chat-request.js';
import { begun, type Exchange } from './exchange.js';
import { newId } from './new-id.js';
import { streamChat } from './stream-chat.js';

export interface Chat {
  /** What was said since the page was opened. */
  readonly exchanges: readonly Exchange[];
  readonly send: (question: string, request: ChatRequest) => void;
  readonly stop: () => void;
}

/** Runs one turn at a time. */
export function useChat(): Chat {
  const [exchanges, setExchanges] = useState<readonly Exchange[]>([]);
  const running = useRef<AbortController | null>(null);
  const queries = useQueryClient();
  useEffect(() => () => running.current?.abort(), []);

  const stop = useCallback(() => running.current?.abort(), []);
  const send = useCallback(
    (question: string, request: ChatRequest) => {
      if (running.current !== null) return;
      const control = new AbortController();
      running.current = control;
      const exchange = begun(newId(), question, request);
      setExchanges((before) => [...before, exchange]);
      const update = (change: Partial<Exchange>) =>
        setExchanges((all) => all.map((each) => (each.id === exchange.id ? { ...each, ...change } : each)));
      void run(request, update, control.signal).finally(() => {
        running.current = null;
        void queries.invalidateQueries({ queryKey: ['playground', 'memory'] });
      });
    },
    [queries],
  );
  return { exchanges, send, stop };
}

/** Tells of a turn while it runs; text once for each picture of the screen. */
async function run(
  request: ChatRequest,
  update: (change: Partial<Exchange>) => void,
  signal: AbortSignal,
): Promise<void> {
  const begin = performance.now();
  const seconds = () => (performance.now() - begin) / 1_000;
  let answer = '';
  let frame = 0;
  const show = () => {
    frame = 0;
    update({ answer, status: 'streaming' });
  };
  const end = (last: Partial<Exchange>) => {
    cancelAnimationFrame(frame);
    update({ answer, total: seconds(), ...last });
  };
  try {
    await streamChat(
      request,
      {
        onHeaders: update,
        onText(text) {
          if (answer === '') update({ firstToken: seconds() });
          answer += text;
          if (frame === 0) frame = requestAnimationFrame(show);
        },
        onUsage: (tokens) => update({ tokens }),
      },
      signal,
    );
    end({ status: 'done' });
  } catch (error) {
    if (signal.aborted) end({ status: 'stopped' });
    else if (isApiError(error)) end({ status: 'failed', error });
    else throw error;
  }
}
