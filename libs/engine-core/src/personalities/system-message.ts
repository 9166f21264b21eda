/** How the character would answer. */
export interface Example {
  readonly user: string;
  readonly assistant: string;
}

export interface PersonalityText {
  readonly prompt: string;
  readonly traits: readonly string[];
  readonly examples: readonly Example[];
}

const ENGLISH = {
  traits: 'Your traits:',
  examples: 'Examples of your style, not part of the conversation:',
  user: 'User: ',
  assistant: 'You: ',
};
const CHINESE = {
  traits: '你的特点：',
  examples: '以下示例只用来说明你的风格，不属于当前对话：',
  user: '用户：',
  assistant: '你：',
};

/** Prompt, traits and examples as one system message, its labels in the language of the prompt. */
export function composeSystemMessage({ prompt, traits, examples }: PersonalityText): string {
  const labels = isChinese(prompt) ? CHINESE : ENGLISH;
  const parts = [prompt];
  if (traits.length > 0) parts.push([labels.traits, ...traits.map((trait) => `- ${trait}`)].join('\n'));
  if (examples.length > 0) {
    const dialogues = examples.map(
      ({ user, assistant }) => `${labels.user}${user}\n${labels.assistant}${assistant}`,
    );
    parts.push([labels.examples, ...dialogues].join('\n\n'));
  }
  return parts.join('\n\n');
}

/** A Chinese character says about as much as a word of an alphabet. */
function isChinese(text: string): boolean {
  const characters = text.match(/\p{Script=Han}/gu)?.length ?? 0;
  const words = text.match(/[\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}]+/gu)?.length ?? 0;
  return characters > words;
}
