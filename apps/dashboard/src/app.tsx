import { QueryClientProvider } from '@tanstack/react-query';
import { useState } from 'react';
import { Router } from 'wouter';
import { createQueryClient } from './api/query-client.js';
import { LiveProvider } from './live/live-context.js';
import { SessionGate } from './session/session-gate.js';
import { Shell } from './shell/shell.js';
import { ToastProvider } from './ui/toast.js';

/** @param loginCode of the login link that the page was opened with */
export function App({ loginCode }: { readonly loginCode: string | null }) {
  const [queries] = useState(createQueryClient);
  return (
    <QueryClientProvider client={queries}>
      <ToastProvider>
        <Router base="/dashboard">
          <SessionGate loginCode={loginCode}>
            <LiveProvider>
              <Shell />
            </LiveProvider>
          </SessionGate>
        </Router>
      </ToastProvider>
    </QueryClientProvider>
  );
}
