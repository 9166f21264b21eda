import { startSimulator, type Simulator } from '@yychat/simulator';
import { OpenAI } from 'openai';
import type { Settings } from '../settings/settings.js';

export interface Upstream {
  readonly client: OpenAI;
  /** The built-in demo, where no upstream is set. */
  readonly demo: Simulator | undefined;
}

/** The upstream that the settings name; where they name none, the demo. */
export async function connectUpstream(settings: Settings): Promise<Upstream> {
  const {
    OPENAI_API_KEY: apiKey,
    OPENAI_BASE_URL: baseURL,
    OPENAI_TIMEOUT: timeout,
    OPENAI_MAX_RETRIES: maxRetries,
  } = settings;
  const isDemo = apiKey === undefined && baseURL === undefined;
  const demo = isDemo ? await startSimulator({ demo: true }) : undefined;
  // The SDK would fill what is left open from variables of its own; upstreams without keys are given a word for one.
  const client = new OpenAI({
    apiKey: apiKey ?? 'none',
    baseURL: demo?.baseURL ?? baseURL ?? 'https://api.openai.com/v1',
    timeout,
    maxRetries,
    organization: null,
    project: null,
    logLevel: 'off',
  });
  return { client, demo };
}
