export { openPostgresStore } from './open-postgres-store.js';
export type {
  PostgresStoreOptions,
  PostgresStorePool,
  PostgresStoreSettings,
  PostgresStoreUrl,
} from './open-postgres-store.js';
export { PostgresStoreError } from './store-error.js';
export type { PostgresStoreErrorCode } from './store-error.js';
