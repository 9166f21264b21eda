export { openSqliteStore } from './open-sqlite-store.js';
export type { SqliteStoreOptions } from './open-sqlite-store.js';
export { StoreBusyError, StoreClosedError, StoreFailedError, StoreFileError } from './store-errors.js';
export type { StoreFileProblem } from './file-problem.js';
