import { describe, expect, it } from '@jest/globals';
import { APIError } from 'openai';
import { connectionError, statusError } from './upstream-errors.js';

const envelope = (error: object) => JSON.stringify({ error });

describe('statusError', () => {
  it('keeps what the upstream says, with the SDK\u2019s error as its cause', () => {
    const said = { message: 'Too long.', type: 'odd_error', code: 'too_long', param: 'messages' };
    const error = statusError(400, { 'x-request-id': 'req_1' }, envelope(said), undefined);
    expect(error).toMatchObject({ ...said, status: 400, name: 'UpstreamError', retryAfter: undefined });
    expect(error.cause).toBeInstanceOf(APIError);
  });

  it('gives a type to the error of an upstream that says none', () => {
    const types = [401, 403, 404, 422, 429, 500].map((status) => statusError(status, {}, '', undefined).type);
    expect(types).toEqual([
      'authentication_error',
      'permission_error',
      'not_found_error',
      'invalid_request_error',
      'rate_limit_error',
      'upstream_error',
    ]);
  });

  it('rounds the wait up to whole seconds', () => {
    expect(statusError(429, {}, '', 1_200).retryAfter).toBe(2);
  });

  it('cuts a message without end', () => {
    expect(statusError(400, {}, envelope({ message: 'x'.repeat(100_000) }), undefined).message).toHaveLength(
      1_000,
    );
  });

  it('takes a status that is no error for a broken upstream', () => {
    expect(statusError(302, {}, '', undefined)).toMatchObject({
      status: 502,
      code: 'upstream_protocol_error',
    });
  });
});

describe('connectionError', () => {
  const broken = (code: string) => Object.assign(new Error('It broke.'), { code });

  it.each([
    ['UND_ERR_CONNECT_TIMEOUT', 504, 'upstream_timeout'],
    ['UND_ERR_HEADERS_TIMEOUT', 504, 'upstream_timeout'],
    ['UND_ERR_BODY_TIMEOUT', 504, 'upstream_timeout'],
    ['HPE_INVALID_CONSTANT', 502, 'upstream_protocol_error'],
    ['ECONNREFUSED', 502, 'upstream_unreachable'],
    ['ENOTFOUND', 502, 'upstream_unreachable'],
    ['UND_ERR_SOCKET', 502, 'upstream_unreachable'],
  ])('tells %s', (code, status, ours) => {
    const cause = broken(code);
    expect(connectionError(cause, false)).toMatchObject({ status, code: ours, cause });
  });

  it('tells a connection that was cut from one that was never there', () => {
    expect(connectionError(broken('ECONNRESET'), true).message).toMatch(/cut/);
    expect(connectionError(broken('ECONNRESET'), false).message).toMatch(/reached/);
  });
});
