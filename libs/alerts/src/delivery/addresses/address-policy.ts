import ipaddr from 'ipaddr.js';
import { InvalidAlertError } from '../../errors.js';

type Address = ipaddr.IPv4 | ipaddr.IPv6;

/** Where messages may go. */
export interface AddressPolicyOptions {
  /** Whether loopback, private and shared ranges are allowed. Default: false. Never includes link-local and metadata addresses. */
  readonly allowPrivate?: boolean;
  /** Addresses or ranges (CIDR) that are allowed whatever they are. */
  readonly allow?: readonly string[];
}

const PRIVATE: ReadonlySet<string> = new Set(['loopback', 'private', 'uniqueLocal', 'carrierGradeNat']);

/** Where clouds hand out credentials to whoever asks from inside: AWS, GCP, Azure and others; Alibaba; AWS over IPv6; Oracle. */
const METADATA: ReadonlySet<string> = new Set([
  '169.254.169.254',
  '100.100.100.200',
  'fd00:ec2::254',
  '192.0.0.192',
]);

/** Says of an address whether messages may go there. */
export class AddressPolicy {
  readonly #allowPrivate: boolean;
  readonly #allowed: readonly [Address, number][];

  /** @throws InvalidAlertError for a range that is none */
  constructor({ allowPrivate = false, allow = [] }: AddressPolicyOptions = {}) {
    this.#allowPrivate = allowPrivate;
    this.#allowed = allow.map((range, i) => {
      const whole = range.includes('/') ? range : `${range}/${range.includes(':') ? 128 : 32}`;
      if (!ipaddr.isValidCIDR(whole)) {
        throw new InvalidAlertError('address policy', [
          { path: `allow.${i}`, message: 'an address or a range like 10.0.0.0/8' },
        ]);
      }
      return ipaddr.parseCIDR(whole);
    });
  }

  /** Why messages may not go to an IP address; undefined when they may. */
  refusal(text: string): string | undefined {
    if (!ipaddr.isValid(text)) return 'it is no address';
    // An IPv4 address in the clothes of IPv6 is judged as what it is.
    const address = unwrap(ipaddr.process(text));
    if (this.#allowed.some((range) => range[0].kind() === address.kind() && address.match(range)))
      return undefined;
    if (METADATA.has(address.toString())) return 'it is a metadata address';
    const range = address.range();
    if (range === 'unicast') return undefined;
    if (this.#allowPrivate && PRIVATE.has(range)) return undefined;
    return `it is in a range that is not public (${range})`;
  }
}

/** The IPv4 address that a NAT64 gateway would go to (RFC 6052). */
function unwrap(address: Address): Address {
  if (address.kind() !== 'ipv6' || address.range() !== 'rfc6052') return address;
  return ipaddr.fromByteArray(address.toByteArray().slice(12));
}
