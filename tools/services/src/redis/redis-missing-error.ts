/** Thrown when this machine has no Redis server. */
export class RedisMissingError extends Error {
  override readonly name = 'RedisMissingError';
  readonly code = 'redis_missing';
}
