/**
 * The most that an entry point may weigh, in kB: bundled, minified, compressed with Brotli, with all it imports but Node's
 * own modules, peers and siblings. Some 10 % above what it weighed when this was written. Most of `alerts` is zod, most of
 * `engine-core` ajv.
 */
export const BUDGETS: Readonly<Record<string, number>> = {
  '@yychat/alerts': 102,
  '@yychat/alerts/sqlite': 2.5,
  '@yychat/alerts/redis': 2.5,
  '@yychat/alerts/delivery': 103.5,
  '@yychat/alerts/testing': 98,
  '@yychat/cache': 10,
  '@yychat/cache/redis': 16.5,
  '@yychat/cache/testing': 3.5,
  '@yychat/engine-chat': 0.5,
  '@yychat/engine-chat/openai': 7.5,
  '@yychat/engine-chat/recall': 9.5,
  '@yychat/engine-chat/memory': 3.5,
  '@yychat/engine-chat/sqlite': 21.5,
  '@yychat/engine-chat/postgres': 20,
  '@yychat/engine-chat/testing': 19.5,
  '@yychat/engine-core': 54.5,
  '@yychat/engine-core/tools': 46.5,
  '@yychat/engine-core/mcp': 46,
  '@yychat/engine-core/personalities': 3.5,
  '@yychat/engine-core/tokens': 1,
  '@yychat/engine-core/redis': 2,
  '@yychat/engine-core/testing': 18.5,
  '@yychat/engine-mem0': 8.5,
  '@yychat/metrics': 17.5,
  '@yychat/metrics/redis': 3.5,
  '@yychat/metrics/prometheus': 2.5,
  '@yychat/metrics/testing': 21.5,
  '@yychat/protocol': 0.5,
  '@yychat/simulator': 16,
};
