import { RedisOptionError } from './redis-errors.js';
import type { RedisAddress, RedisNode } from './redis-options.js';

const FORM =
  /^(?<scheme>rediss?)(?:-(?<kind>cluster|sentinel))?:\/\/(?:(?<login>.*)@)?(?<hosts>[^@/?#]+)(?:\/(?<database>\d*))?(?:#(?<name>.+))?$/;
const HOST = /^(?<host>\[[\da-fA-F:.]+\]|[^:[\]]+)(?::(?<port>\d{1,5}))?$/;

/**
 * What a URL says, in the form of {@link RedisAddress.url}.
 * @throws RedisOptionError that does not repeat the URL
 */
export function parseRedisUrl(url: string): RedisAddress {
  const parts = FORM.exec(url)?.groups;
  if (parts === undefined) {
    throw new RedisOptionError(
      'The URL of Redis is not of the form redis://user:password@host:port/database.',
    );
  }
  const { scheme, kind, login, hosts = '', database, name } = parts;
  const nodes = hosts.split(',').map(parseNode);
  const address: RedisAddress = {
    ...parseLogin(login),
    tls: scheme === 'rediss',
    database: Number(database ?? 0),
  };
  if (kind === 'cluster') return { ...address, cluster: nodes };
  if (kind === 'sentinel') {
    if (name === undefined)
      throw new RedisOptionError('The URL of Redis names no master: it is to end in #name.');
    return { ...address, sentinel: { name: decode(name), nodes } };
  }
  const [node, ...others] = nodes;
  if (node === undefined || others.length > 0 || name !== undefined) {
    throw new RedisOptionError(
      'The URL of Redis names several hosts: it is to begin with redis-cluster: or redis-sentinel:.',
    );
  }
  return { ...address, ...node };
}

function parseNode(text: string): RedisNode {
  const { host, port } = HOST.exec(text)?.groups ?? {};
  if (host === undefined) throw new RedisOptionError('The URL of Redis has a host that is none.');
  const bare = host.replace(/^\[|\]$/g, '');
  return port === undefined ? { host: bare } : { host: bare, port: Number(port) };
}

function parseLogin(login: string | undefined): Pick<RedisAddress, 'username' | 'password'> {
  if (login === undefined) return {};
  const colon = login.indexOf(':');
  const username = decode(colon < 0 ? login : login.slice(0, colon));
  const password = colon < 0 ? '' : decode(login.slice(colon + 1));
  return { ...(username === '' ? {} : { username }), ...(password === '' ? {} : { password }) };
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new RedisOptionError('The URL of Redis has a % that encodes nothing.');
  }
}
