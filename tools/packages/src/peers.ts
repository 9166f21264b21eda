/** What an entry point needs besides what npm installs with its package. All others need nothing. */
export const PEERS: Readonly<Record<string, readonly string[]>> = {
  '@yychat/cache/redis': ['@keyv/redis'],
  '@yychat/engine-chat/openai': ['openai', 'undici'],
  '@yychat/engine-chat/postgres': ['pg'],
  '@yychat/metrics/prometheus': ['prom-client'],
};
