/** From least to most; each may do what those before it may. */
export type Role = 'client' | 'operator' | 'admin';

/** `POST /v1/dashboard/session`: a key, or the code of a login link, for a cookie. */
export type LoginRequest = { readonly key: string } | { readonly code: string };

/** Who is logged in. `GET|POST /v1/dashboard/session` */
export interface Session {
  /** Name of the key. */
  readonly name: string;
  readonly role: Role;
  readonly tenant: string;
  /** No model is connected: answers come from a simulator. */
  readonly demo: boolean;
  readonly version: string;
}
