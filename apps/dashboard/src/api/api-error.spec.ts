import { describe, expect, it } from '@jest/globals';
import { isApiError, toApiError } from './api-error.js';
import { headersOf, withQuery } from './client.js';

describe('an error of the API', () => {
  it('is what its envelope says', () => {
    const error = toApiError(400, {
      error: { message: 'No.', type: 'invalid_request_error', code: 'bad', param: 'window' },
    });
    expect(isApiError(error)).toBe(true);
    expect(error).toMatchObject({ status: 400, code: 'bad', message: 'No.', param: 'window' });
  });

  it.each([undefined, null, 'text', {}, { error: null }, { error: { message: 5 } }])(
    'is told by its status when it has no envelope but %j',
    (body) => expect(toApiError(502, body)).toMatchObject({ status: 502, code: null, message: 'HTTP 502' }),
  );
});

describe('requests', () => {
  it('that change something carry the header that other sites cannot send', () => {
    expect(headersOf('GET')).not.toHaveProperty('x-yychat-csrf');
    for (const method of ['POST', 'PUT', 'DELETE'])
      expect(headersOf(method)).toHaveProperty('x-yychat-csrf', '1');
  });

  it('leave out what is not set', () => {
    expect(withQuery('/v1/x', { window: '5m', engine: null, count: undefined, name: '' })).toBe(
      '/v1/x?window=5m',
    );
    expect(withQuery('/v1/x', { engine: null })).toBe('/v1/x');
  });
});
