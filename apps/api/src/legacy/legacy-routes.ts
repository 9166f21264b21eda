/** A route of the Python YYChat that has another address now, and means the same. */
export interface RenamedRoute {
  readonly path: string;
  /** Where it leads: its parameters are those of the path. */
  readonly to: string;
}

/** A route of the Python YYChat that no other does exactly what it did. */
export interface EndedRoute {
  readonly method: 'GET' | 'POST' | 'ALL';
  readonly path: string;
  /** The route that comes nearest. */
  readonly to?: string;
  /** What to do now, as a sentence. */
  readonly advice: string;
}

/** All of them are read with GET. */
export const renamedRoutes: readonly RenamedRoute[] = [
  { path: '/static/dashboard.html', to: '/dashboard/' },
  { path: '/redoc', to: '/docs' },
  { path: '/openapi.json', to: '/docs-json' },
  { path: '/api/verify-memory/:id', to: '/v1/conversations/:id/memory?limit=5' },
  { path: '/api/dashboard/stats', to: '/v1/performance/stats' },
  { path: '/v1/dashboard/stats', to: '/v1/performance/stats' },
];

const AUDIO =
  'YYChat does not do audio: send speech and transcriptions to the provider of the audio model, and their text to POST /v1/chat/completions.';
const NO_SOCKETS =
  'Chat has no WebSocket: POST /v1/chat/completions with "stream": true sends the answer as it is written.';
const FIGURES =
  'What is measured of turns is at GET /v1/performance/stats, and for Prometheus at GET /metrics.';

/** The first that fits is used; a path with `*` fits whatever is below it. */
export const endedRoutes: readonly EndedRoute[] = [
  {
    method: 'GET',
    path: '/ws/dashboard',
    to: '/v1/dashboard/realtime',
    advice:
      'The live dashboard speaks Socket.IO: connect a Socket.IO client to the namespace /dashboard with auth: { token: KEY }. GET /v1/dashboard/realtime answers once.',
  },
  { method: 'GET', path: '/ws/chat', to: '/v1/chat/completions', advice: NO_SOCKETS },
  {
    method: 'GET',
    path: '/ws/status',
    to: '/readyz',
    advice: `${NO_SOCKETS} GET /readyz says how the service is.`,
  },
  { method: 'GET', path: '/ws/handlers', to: '/docs', advice: NO_SOCKETS },
  {
    method: 'GET',
    path: '/monitoring/voice/metrics',
    to: '/v1/performance/stats',
    advice: `${AUDIO} ${FIGURES}`,
  },
  { method: 'GET', path: '/monitoring/connection/pool', to: '/metrics', advice: FIGURES },
  {
    method: 'GET',
    path: '/monitoring/error/recovery',
    to: '/readyz',
    advice: `GET /readyz says how the service is. ${FIGURES}`,
  },
  { method: 'ALL', path: '/v1/audio/*', advice: AUDIO },
  {
    method: 'POST',
    path: '/v1/realtime/memory',
    to: '/v1/chat/completions',
    advice:
      'A turn with a conversation_id recalls by itself; GET /v1/conversations/{id}/memory shows what is kept.',
  },
  {
    method: 'POST',
    path: '/v1/realtime/memory/save',
    to: '/v1/chat/completions',
    advice: 'A turn with a conversation_id is kept by itself.',
  },
  {
    method: 'POST',
    path: '/v1/realtime/personality',
    to: '/v1/personalities',
    advice: 'GET /v1/personalities lists them; a chat request names one as personality_id.',
  },
  {
    method: 'POST',
    path: '/v1/realtime/tools',
    to: '/v1/tools',
    advice: 'GET /v1/tools lists the tools with their schemas.',
  },
  {
    method: 'POST',
    path: '/v1/realtime/tools/execute',
    to: '/v1/tools/call',
    advice: 'POST /v1/tools/call takes {"name", "arguments"}.',
  },
  { method: 'ALL', path: '/v1/realtime/*', advice: AUDIO },
];
