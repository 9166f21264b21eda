import { describe, expect, it } from '@jest/globals';
import { contextWindow } from './context-window.js';

describe('contextWindow', () => {
  it.each([
    ['gpt-4.1', 1_047_576],
    ['gpt-4.1-mini-2025-04-14', 1_047_576],
    ['gpt-4o-mini', 128_000],
    ['gpt-4', 8_192],
    ['gpt-4-0613', 8_192],
    ['gpt-4-turbo-2024-04-09', 128_000],
    ['gpt-3.5-turbo', 16_385],
    ['gpt-5-mini', 400_000],
    ['gpt-5-chat-latest', 128_000],
    ['gpt-5.4', 1_050_000],
    ['gpt-5.4-nano', 400_000],
    ['o1-mini', 128_000],
    ['o3-pro', 200_000],
    ['o4-mini', 200_000],
    ['deepseek-chat', 128_000],
    ['qwen-plus', 131_072],
    ['glm-4-air', 128_000],
    ['kimi-k2-0905-preview', 131_072],
    ['openai/gpt-4.1', 1_047_576],
    ['Qwen/Qwen3-32B', 131_072],
    ['ft:gpt-4o-mini:acme::abc', 128_000],
    ['somebody-else', 128_000],
    ['', 128_000],
  ])('knows the window of %j', (model, tokens) => {
    expect(contextWindow(model)).toBe(tokens);
  });
});
