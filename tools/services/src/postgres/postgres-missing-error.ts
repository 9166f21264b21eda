/** Thrown when this machine has no PostgreSQL server, or no account that one may run under. */
export class PostgresMissingError extends Error {
  override readonly name = 'PostgresMissingError';
  readonly code = 'postgres_missing';
}
