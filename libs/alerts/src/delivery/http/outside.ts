import type { Clock } from '../../ports/clock.js';
import { AddressPolicy, type AddressPolicyOptions } from '../addresses/address-policy.js';
import { systemResolve, type Resolve } from '../addresses/resolve-target.js';
import type { Outside } from './post.js';

export interface OutsideOptions {
  readonly clock: Clock;
  /** Where messages may go; default: public addresses only. */
  readonly addresses?: AddressPolicyOptions;
  /** Default: the system's resolver. */
  readonly resolve?: Resolve;
  /** Milliseconds that one message may take; default 10,000. */
  readonly timeout?: number;
  /** The page that shows the alerts: stands in messages as a link. */
  readonly dashboardUrl?: string | undefined;
}

/** @throws InvalidAlertError for an address range that is none */
export function createOutside({
  clock,
  addresses,
  resolve = systemResolve,
  timeout = 10_000,
  dashboardUrl,
}: OutsideOptions): Outside {
  return { policy: new AddressPolicy(addresses), resolve, clock, timeout, dashboardUrl };
}
