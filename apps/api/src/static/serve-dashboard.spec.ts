import { expect, it } from '@jest/globals';
import { fastify } from 'fastify';
import { serveDashboard } from './serve-dashboard.js';

it.each(['/dashboard', '/dashboard/', '/dashboard/requests'])(
  'says at %s how to build the dashboard where it was not built',
  async (url) => {
    const server = fastify();
    await serveDashboard(server, undefined);
    const { statusCode, body } = await server.inject(url);
    expect(statusCode).toBe(404);
    expect(JSON.parse(body)).toMatchObject({
      error: { code: 'dashboard_not_built', message: expect.stringContaining('npm run build') },
    });
  },
);
