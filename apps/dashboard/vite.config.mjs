import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defaultClientConditions, defineConfig } from 'vite';

const api = process.env['YYCHAT_URL'] ?? 'http://127.0.0.1:8000';

/** What changes seldom is in chunks of its own; charts come when the first one is shown. */
const groups = [
  { name: 'react', test: /node_modules\/(react|react-dom|scheduler|use-sync-external-store)\// },
  {
    name: 'charts',
    test: /node_modules\/(recharts|d3-|victory-vendor|@reduxjs|react-redux|redux|immer|reselect|decimal\.js|es-toolkit|internmap|react-is)/,
  },
];

export default defineConfig({
  base: '/dashboard/',
  plugins: [react()],
  resolve: {
    conditions: ['@yychat/source', ...defaultClientConditions],
    alias: { 'victory-vendor/d3-scale': fileURLToPath(new URL('src/charts/scales.ts', import.meta.url)) },
  },
  build: {
    target: ['es2023', 'chrome123', 'firefox121', 'safari17.5'],
    // A policy that allows scripts of this origin alone needs no data: URLs, and forbids inline scripts.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: { output: { codeSplitting: { groups } } },
  },
  server: {
    proxy: {
      '/v1': { target: api },
      '/socket.io': { target: api, ws: true },
    },
  },
});
