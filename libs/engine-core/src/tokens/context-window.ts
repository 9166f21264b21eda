const DEFAULT_WINDOW = 128_000;

/** The first prefix that fits decides, so the longer ones come first. */
const WINDOWS: readonly (readonly [prefix: string, tokens: number])[] = [
  ['gpt-5-chat', 128_000],
  ['gpt-5.1-chat', 128_000],
  ['gpt-5.2-chat', 128_000],
  ['gpt-5.3-chat', 128_000],
  ['gpt-5.4-mini', 400_000],
  ['gpt-5.4-nano', 400_000],
  ['gpt-5.4', 1_050_000],
  ['gpt-5.5', 1_050_000],
  ['gpt-5.6-cyber', 400_000],
  ['gpt-5.6', 1_050_000],
  ['gpt-5', 400_000],
  ['gpt-4.1', 1_047_576],
  ['gpt-4.5', 128_000],
  ['gpt-4o', 128_000],
  ['gpt-4-turbo', 128_000],
  ['gpt-4-1106', 128_000],
  ['gpt-4-0125', 128_000],
  ['gpt-4-vision', 128_000],
  ['gpt-4-32k', 32_768],
  ['gpt-4', 8_192],
  ['gpt-3.5-turbo-instruct', 4_096],
  ['gpt-3.5', 16_385],
  ['gpt-35', 16_385],
  ['gpt-oss', 131_072],
  ['chatgpt-4o', 128_000],
  ['o1-preview', 128_000],
  ['o1-mini', 128_000],
  ['o1', 200_000],
  ['o3', 200_000],
  ['o4', 200_000],
  ['deepseek', 128_000],
  ['qwen-long', 10_000_000],
  ['qwen', 131_072],
  ['qwq', 131_072],
  ['glm-4.6', 200_000],
  ['glm', 128_000],
  ['kimi', 131_072],
  ['moonshot-v1-8k', 8_192],
  ['moonshot-v1-32k', 32_768],
  ['moonshot', 131_072],
];

/**
 * Tokens that prompt and answer may have together, by the beginning of the model's name; 128,000 for a model that is
 * not known. A provider before the name (`openai/gpt-4.1`) and `ft:` are looked past.
 *
 * Sources: https://platform.openai.com/docs/models (as kept in gpt-tokenizer's model data), https://api-docs.deepseek.com/quick_start/pricing (64,000 before
 * V3.1), https://help.aliyun.com/zh/model-studio/models (Qwen), https://docs.bigmodel.cn/cn/guide/start/model-overview
 * (GLM), https://platform.moonshot.cn/docs/pricing/chat (Kimi).
 */
export function contextWindow(model: string): number {
  const name = model.toLowerCase().replace(/^.*\//, '').replace(/^ft:/, '');
  return WINDOWS.find(([prefix]) => name.startsWith(prefix))?.[1] ?? DEFAULT_WINDOW;
}
