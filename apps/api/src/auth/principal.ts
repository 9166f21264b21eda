/** From least to most; each may do what those before it may. */
export const roles = ['client', 'operator', 'admin'] as const;
export type Role = (typeof roles)[number];

/** Who a request comes from. */
export interface Principal {
  /** Name of the key, for logs; never the key. */
  readonly name: string;
  readonly role: Role;
  readonly tenant: string;
  /** Requests a minute; absent: the service's own limit, if it has one. */
  readonly requestsPerMinute?: number;
  readonly tokensPerMinute?: number;
}

export function mayAct(principal: Principal, minimum: Role): boolean {
  return roles.indexOf(principal.role) >= roles.indexOf(minimum);
}
