import type { Settings } from './settings.js';

type SettingName = keyof Settings;

/** What became of a setting of the Python YYChat. */
export type FormerSetting =
  | {
      readonly now: SettingName;
      /** What it is now, of what was given; undefined: what is so without being set. */
      readonly as?: (given: string) => string | undefined;
    }
  | {
      /** What to do instead, or why nothing has to be done. */
      readonly gone: string;
      /** What must not be acted on, though it is set: it meant something else beside this. */
      readonly withholds?: { readonly setting: SettingName; readonly where: (given: string) => boolean };
    };

const isTrue = (given: string) => given.toLowerCase() === 'true';

const audio = { gone: 'YYChat does not do audio' };
const measured = { gone: 'every turn is measured; METRICS_RETENTION says how long figures are kept' };
const imported = {
  gone: 'conversations are in the conversation log; docs/migration.md says how to bring the old ones there',
};
const qdrant = { gone: 'QDRANT_URL=http://host:port has mem0 keep its facts in Qdrant' };
const upstream = { gone: 'OPENAI_TIMEOUT says how long the upstream is waited for' };
const connections = { gone: 'connections to the upstream are managed by themselves' };
const extraction = { gone: 'mem0 asks the upstream with OPENAI_MODEL' };
const mcp = { gone: 'MCP servers are listed in the file that MCP_CONFIG names' };
const perRequest = { gone: 'a request says it itself, and is passed on as it came' };
const title = { gone: 'the API describes itself at /docs' };
const level = { gone: 'LOG_LEVEL=debug says more' };
const tests = { gone: 'it was for tests' };

/**
 * Every setting of the Python YYChat that has another name now, or none. Those that kept theirs are not here.
 * Source: config/config.py and env.example.full of that project, all their versions.
 */
export const formerSettings: Readonly<Record<string, FormerSetting>> = {
  SERVER_HOST: { now: 'HOST' },
  SERVER_PORT: { now: 'PORT' },
  OPENAI_API_TIMEOUT: { now: 'OPENAI_TIMEOUT' },
  OPENAI_API_RETRIES: { now: 'OPENAI_MAX_RETRIES' },
  MEM0_EMBEDDER_MODEL: { now: 'OPENAI_EMBEDDING_MODEL' },
  ENABLE_MEMORY_RETRIEVAL: {
    now: 'MEMORY_RETRIEVAL_LIMIT',
    as: (given) => (isTrue(given) ? undefined : '0'),
  },

  OPENAI_TEMPERATURE: perRequest,
  OPENAI_MAX_TOKENS: perRequest,
  STREAM_DEFAULT: {
    gone: 'an answer is streamed where the request says "stream": true, as the OpenAI API has it',
  },
  OPENAI_CONNECT_TIMEOUT: upstream,
  OPENAI_READ_TIMEOUT: upstream,
  OPENAI_WRITE_TIMEOUT: upstream,
  OPENAI_POOL_TIMEOUT: upstream,
  CONNECTION_TIMEOUT: upstream,
  MAX_RETRY_ATTEMPTS: { gone: 'OPENAI_MAX_RETRIES says how often the upstream is tried again' },
  MAX_CONNECTIONS: connections,
  MAX_KEEPALIVE_CONNECTIONS: connections,
  KEEPALIVE_EXPIRY: connections,
  VERIFY_SSL: {
    gone: 'certificates are always verified; NODE_EXTRA_CA_CERTS names a file of further authorities',
  },
  CHUNK_SPLIT_THRESHOLD: { gone: 'what the model sends is passed on as it came' },
  DEFAULT_CHAT_MODEL: { gone: 'OPENAI_MODEL is used where a request names no model' },

  CHROMA_PERSIST_DIRECTORY: imported,
  CHROMA_COLLECTION_NAME: imported,
  VECTOR_STORE_PROVIDER: imported,
  QDRANT_HOST: qdrant,
  QDRANT_PORT: qdrant,
  QDRANT_COLLECTION_NAME: qdrant,
  MEM0_LLM_PROVIDER: extraction,
  MEM0_LLM_CONFIG_MODEL: extraction,
  MEM0_LLM_CONFIG_MAX_TOKENS: extraction,
  MEM0_TELEMETRY: { gone: 'mem0 reports to nobody' },
  MEMO_USE_LOCAL: {
    gone: 'mem0 runs here where MEM0_API_KEY is not set',
    withholds: { setting: 'MEM0_API_KEY', where: isTrue },
  },
  MEM0_BASE_URL: {
    gone: 'mem0 runs here, or on its hosted platform where MEM0_API_KEY is set; no server of your own is asked',
    // The key is that server's. With it, conversations would go to the platform instead.
    withholds: { setting: 'MEM0_API_KEY', where: (given) => !/^https:\/\/api\.mem0\.ai(\/|$)/i.test(given) },
  },
  MEMORY_CACHE_MAXSIZE: { gone: 'the cache in memory is bounded by itself' },
  MEMORY_CACHE_TTL: { gone: 'REDIS_TTL holds for the cache in memory, too' },

  MCP_SERVICE_URL: mcp,
  MCP_API_KEY: mcp,
  MCP_CACHE_TTL: mcp,
  MCP_SERVERS_CONFIG: mcp,

  ENABLE_PERFORMANCE_MONITOR: measured,
  PERFORMANCE_LOG_ENABLED: measured,
  PERFORMANCE_MAX_HISTORY: measured,
  PERFORMANCE_SAMPLING_RATE: measured,
  LOG_FILE_NAME: { gone: 'the log goes to standard output' },
  DEBUG_MODE: level,
  VERBOSE_LOGGING: level,
  API_TITLE: title,
  API_DESCRIPTION: title,
  API_VERSION: title,
  TEST_TIMEOUT: tests,
  TEST_MAX_ATTEMPTS: tests,

  REALTIME_VOICE_ENABLED: audio,
  REALTIME_VOICE_MODEL: audio,
  REALTIME_VOICE_TOKEN_EXPIRY: audio,
  REALTIME_VOICE_SAMPLE_RATE: audio,
  REALTIME_VOICE_CHANNELS: audio,
  REALTIME_VOICE_THRESHOLD: audio,
  REALTIME_CONNECTION_TIMEOUT: audio,
  REALTIME_RECONNECT_ATTEMPTS: audio,
  REALTIME_IDLE_TIMEOUT_MS: audio,
  AUDIO_MAX_SIZE_MB: audio,
  AUDIO_CHUNK_SIZE_KB: audio,
  AUDIO_COMPRESSION_QUALITY: audio,
  AUDIO_BUFFER_SIZE: audio,
  AUDIO_PROCESSOR_TIMEOUT: audio,
  AUDIO_PROCESSOR_MAX_WORKERS: audio,
  TEXT_MAX_LENGTH: audio,
  VOICE_SPEED_MIN: audio,
  VOICE_SPEED_MAX: audio,
  VAD_SILENCE_THRESHOLD: audio,
  DEFAULT_WHISPER_MODEL: audio,
  DEFAULT_TTS_MODEL: audio,
  DEFAULT_VOICE: audio,
  WEBSOCKET_RECEIVE_TIMEOUT: audio,
  WEBSOCKET_CONNECT_TIMEOUT: audio,
  WEBSOCKET_CLOSE_TIMEOUT: audio,
  WEBSOCKET_PING_TIMEOUT: audio,
  MAX_CONNECTION_ATTEMPTS: audio,
};

/** Python's names of levels that Node's loggers call otherwise, in lower case. */
export const formerLogLevels: Readonly<Record<string, string>> = { warning: 'warn', critical: 'fatal' };

/** SHA-256 of the key that the Python YYChat had where none was set, and in its examples: everybody can read it there. */
export const FORMER_DEFAULT_KEY = '721e5791ded4107f6ee41f9eda6a3b855687bcf1f13d12037045cc34c0b7ce32';
