export { SqliteAlertStore } from './sqlite-alert-store.js';
export type { SqliteAlertStoreOptions } from './sqlite-alert-store.js';
