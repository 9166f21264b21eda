import { expect, it } from '@jest/globals';
import { silentLogger } from '@yychat/engine-core';
import { fastify } from 'fastify';
import { serveLegacy } from './serve-legacy.js';

it('says at / what there is, where no dashboard is built', async () => {
  const server = fastify();
  serveLegacy(server, { hasDashboard: false, logger: silentLogger });
  const { statusCode, body } = await server.inject('/');
  expect(statusCode).toBe(200);
  expect(JSON.parse(body)).toMatchObject({
    docs: '/docs',
    api_endpoints: expect.arrayContaining(['/v1/chat/completions']),
  });
});
