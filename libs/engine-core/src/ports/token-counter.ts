/** A tokenizer, for the token budget of a prompt. */
export interface TokenCounter {
  /** Tokens of `text` for `model`. Takes time linear in the length of `text`, whatever it holds. */
  count(text: string, model: string): number;
}
