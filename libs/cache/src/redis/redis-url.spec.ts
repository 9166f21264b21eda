import { describe, expect, it } from '@jest/globals';
import { parseRedisUrl } from './redis-url.js';

describe('the URL of Redis', () => {
  it.each([
    ['redis://localhost', { host: 'localhost', tls: false, database: 0 }],
    ['redis://10.0.0.1:6380/2', { host: '10.0.0.1', port: 6380, tls: false, database: 2 }],
    ['redis://[::1]:6380', { host: '::1', port: 6380, tls: false, database: 0 }],
    ['rediss://cache.example/', { host: 'cache.example', tls: true, database: 0 }],
    ['redis://:s%40cret@h', { host: 'h', password: 's@cret', tls: false, database: 0 }],
    ['redis://ann@h', { host: 'h', username: 'ann', tls: false, database: 0 }],
    ['redis://ann:p/w+=@h', { host: 'h', username: 'ann', password: 'p/w+=', tls: false, database: 0 }],
    [
      'rediss-cluster://:pw@a:7000,b',
      { cluster: [{ host: 'a', port: 7000 }, { host: 'b' }], password: 'pw', tls: true, database: 0 },
    ],
    [
      'redis-sentinel://a:26379,b:26379/1#main',
      {
        sentinel: {
          name: 'main',
          nodes: [
            { host: 'a', port: 26379 },
            { host: 'b', port: 26379 },
          ],
        },
        tls: false,
        database: 1,
      },
    ],
  ])('%s is understood', (url, address) => {
    expect(parseRedisUrl(url)).toEqual(address);
  });

  it.each([
    'http://:opensesame@h',
    'redis://:opensesame@',
    'redis://:opensesame@h:port',
    'redis://:opensesame@h/database',
    'redis://:opensesame@h?tls=1',
    'redis://:opensesame@a,b',
    'redis://:opensesame%@h',
    'redis-sentinel://:opensesame@h',
    'opensesame',
  ])('%s is refused, and not repeated', (url) => {
    expect(() => parseRedisUrl(url)).toThrow(expect.objectContaining({ name: 'RedisOptionError' }));
    expect(() => parseRedisUrl(url)).toThrow(/^(?!.*opensesame)/);
  });
});
