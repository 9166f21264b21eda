import { hasCjk } from '../chat/text.js';
import type { DemoContext } from './demo-context.js';

/** How the demo says things in one language. */
interface Words {
  readonly demo: string;
  readonly asked: (text: string) => string;
  readonly memories: (count: number) => string;
  readonly noMemories: string;
  readonly instructions: (text: string) => string;
  readonly result: (tool: string, text: string) => string;
}

const ENGLISH: Words = {
  demo: 'This is a demo: no language model is connected, a simulator answers. To connect a model, set OPENAI_API_KEY (and OPENAI_BASE_URL for another OpenAI-compatible server) and start again.',
  asked: (text) => `You asked: “${text}”`,
  memories: (count) => (count === 1 ? 'I was given this memory:' : `I was given these ${count} memories:`),
  noMemories: 'I was given no memories with this message.',
  instructions: (text) => `My instructions begin: “${text}”`,
  result: (tool, text) => `${tool} says: ${text}`,
};

const CHINESE: Words = {
  demo: '这是演示：没有连接语言模型，由模拟器回答。要连接模型，请设置 OPENAI_API_KEY（使用其他兼容 OpenAI 的服务时还需设置 OPENAI_BASE_URL），然后重新启动。',
  asked: (text) => `你问的是：“${text}”`,
  memories: (count) => `我收到了 ${count} 条记忆：`,
  noMemories: '这条消息没有附带记忆。',
  instructions: (text) => `我收到的指令开头是：“${text}”`,
  result: (tool, text) => `${tool} 的结果是：${text}`,
};

/** What the demo says when it calls no tool. */
export function demoText({ asked, instructions, memories, results }: DemoContext): string {
  const words = hasCjk(asked) ? CHINESE : ENGLISH;
  const recalled = [words.memories(memories.length), ...memories.map((line) => `- ${short(line, 300)}`)].join(
    '\n',
  );
  const paragraphs =
    results.length > 0
      ? [results.map(({ tool, text }) => words.result(tool, short(text, 300))).join('\n'), words.demo]
      : [
          words.demo,
          words.asked(short(asked, 120)),
          memories.length > 0 ? recalled : words.noMemories,
          ...(instructions === '' ? [] : [words.instructions(short(instructions, 80))]),
        ];
  return paragraphs.join('\n\n');
}

function short(text: string, most: number): string {
  const characters = Array.from(text.replace(/\s+/g, ' '));
  return characters.length <= most ? characters.join('') : `${characters.slice(0, most).join('')}…`;
}
