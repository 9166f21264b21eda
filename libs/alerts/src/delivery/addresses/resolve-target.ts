import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import { DeliveryError } from '../delivery-error.js';
import type { AddressPolicy } from './address-policy.js';

/** All addresses of a host. Rejects when there are none. */
export type Resolve = (host: string) => Promise<readonly string[]>;

/** By the system's own resolver, with its hosts file. */
export const systemResolve: Resolve = async (host) =>
  (await lookup(host, { all: true, order: 'verbatim' })).map(({ address }) => address);

/**
 * The one address that a connection is to go to. A name is resolved here, once: whoever connects uses this address, not the name, so
 * that it cannot lead elsewhere by then.
 * @throws DeliveryError `dns_failed`; `address_refused` when any of the name's addresses is out of bounds
 */
export async function resolveTarget(host: string, policy: AddressPolicy, resolve: Resolve): Promise<string> {
  const bare = host.startsWith('[') ? host.slice(1, -1) : host;
  const addresses = isIP(bare) === 0 ? await addressesOf(bare, resolve) : [bare];
  for (const address of addresses) {
    const refusal = policy.refusal(address);
    if (refusal === undefined) continue;
    throw new DeliveryError(`Messages may not go to this host: ${refusal}.`, {
      code: 'address_refused',
      retryable: false,
    });
  }
  const [first] = addresses;
  if (first === undefined)
    throw new DeliveryError('The host has no address.', { code: 'dns_failed', retryable: true });
  return first;
}

async function addressesOf(host: string, resolve: Resolve): Promise<readonly string[]> {
  try {
    return await resolve(host);
  } catch (error) {
    throw new DeliveryError('The host’s name could not be resolved.', {
      code: 'dns_failed',
      retryable: true,
      cause: error,
    });
  }
}
