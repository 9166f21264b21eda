import { z } from 'zod';
import { trustProxySchema } from '../auth/trusted-proxies.js';
import { ENGINE_NAMES } from '../wiring/engines.js';
import { formerLogLevels } from './former-settings.js';

const text = z.string().min(1);
const flag = z
  .string()
  .toLowerCase()
  .pipe(z.enum(['true', 'false']))
  .transform((value) => value === 'true');
const integer = (minimum: number, maximum: number) =>
  z
    .string()
    .regex(/^\d+$/, `a whole number from ${minimum} to ${maximum}`)
    .transform(Number)
    .pipe(z.number().min(minimum).max(maximum));
/** Seconds, fractions allowed; in milliseconds from here on. */
const seconds = (minimum: number, maximum: number) =>
  z
    .string()
    .regex(/^\d+(\.\d+)?$/, `seconds from ${minimum} to ${maximum}`)
    .transform(Number)
    .pipe(z.number().min(minimum).max(maximum))
    .transform((value) => value * 1_000);
const secret = text.regex(/^[\x21-\x7e]+$/, 'visible ASCII characters without spaces');

/** Every setting: its name, what it allows, and what it is without being set. Durations are given in seconds. */
export const settingsSchema = z.object({
  HOST: text.default('127.0.0.1'),
  PORT: integer(0, 65_535).default(8_000),
  TRUST_PROXY: trustProxySchema.prefault('false'),
  DASHBOARD_DIR: text.optional(),
  YYCHAT_API_KEY: secret.min(16, 'at least 16 characters').optional(),
  YYCHAT_API_KEYS_FILE: text.optional(),
  YYCHAT_DATA_DIR: text.default('./data'),
  OPENAI_API_KEY: secret.optional(),
  OPENAI_BASE_URL: z.url({ protocol: /^https?$/, error: 'an http or https URL' }).optional(),
  OPENAI_MODEL: text.default('gpt-4.1'),
  OPENAI_EMBEDDING_MODEL: text.default('text-embedding-3-small'),
  OPENAI_TIMEOUT: seconds(0.001, 3_600).default(600_000),
  OPENAI_MAX_RETRIES: integer(0, 10).default(2),
  CHAT_ENGINE: z.enum(ENGINE_NAMES).default('chat_engine'),
  DEFAULT_PERSONALITY: text.optional(),
  PERSONALITIES_DIR: text.default('./personalities'),
  USE_REDIS_CACHE: flag.default(false),
  REDIS_URL: z
    .url({ protocol: /^rediss?(-cluster|-sentinel)?$/, error: 'a redis:// or rediss:// URL' })
    .optional(),
  REDIS_HOST: text.default('localhost'),
  REDIS_PORT: integer(1, 65_535).default(6_379),
  REDIS_DB: integer(0, 16_383).default(0),
  REDIS_PASSWORD: text.optional(),
  REDIS_TTL: seconds(1, 315_360_000).default(1_800_000),
  ANSWER_CACHE_TTL: seconds(1, 315_360_000).optional(),
  MEMORY_RETRIEVAL_LIMIT: integer(0, 100).default(5),
  MEMORY_RETRIEVAL_TIMEOUT: seconds(0.001, 60).default(500),
  MEMORY_SAVE_MODE: z.enum(['both', 'user_only', 'assistant_only']).default('both'),
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/, error: 'a postgres:// URL' }).optional(),
  METRICS_RETENTION: seconds(60, 315_360_000).default(604_800_000),
  TURN_CONTENTS_TTL: seconds(0, 86_400).default(600_000),
  METRICS_PUBLIC: flag.default(false),
  ALERTS_ALLOW_PRIVATE_ADDRESSES: flag.default(false),
  PUBLIC_URL: z.url({ protocol: /^https?$/, error: 'an http or https URL' }).optional(),
  PRICES_FILE: text.optional(),
  HEALTH_INTERVAL: seconds(1, 3_600).default(10_000),
  MEM0_API_KEY: secret.optional(),
  QDRANT_URL: z.url({ protocol: /^https?$/, error: 'an http or https URL' }).optional(),
  QDRANT_API_KEY: secret.optional(),
  MCP_CONFIG: text.optional(),
  TAVILY_API_KEY: secret.optional(),
  USE_TOOLS_DEFAULT: flag.default(true),
  CONTEXT_WINDOW: integer(256, 100_000_000).optional(),
  BODY_LIMIT: integer(1_024, 1_073_741_824).default(20_971_520),
  RATE_LIMIT_REQUESTS: integer(1, 1_000_000_000).optional(),
  RATE_LIMIT_TOKENS: integer(1, 1_000_000_000_000).optional(),
  LOG_LEVEL: z
    .string()
    .toLowerCase()
    .transform((level) => formerLogLevels[level] ?? level)
    .pipe(z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']))
    .default('info'),
  SHUTDOWN_TIMEOUT: seconds(0, 86_400).default(120_000),
});

export type Settings = z.infer<typeof settingsSchema>;
