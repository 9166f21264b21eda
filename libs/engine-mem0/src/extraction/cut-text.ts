/** Tokens by rule of thumb: a third of one for each ASCII letter, one for any other. */
export function roughTokens(text: string): number {
  let wide = 0;
  for (let at = 0; at < text.length; at++) if (text.charCodeAt(at) > 0x7f) wide++;
  return wide + (text.length - wide) / 3;
}

/** Of what is cut, the beginning and the end are kept: there people say what they mean with what they pasted. */
const HEAD = 0.75;

/** The text, or what of it has about so many tokens. */
export function cutText(text: string, tokens: number): string {
  const all = roughTokens(text);
  if (all <= tokens) return text;
  const units = Math.floor((text.length * tokens) / all);
  const head = text.slice(0, Math.floor(units * HEAD));
  return `${head.toWellFormed()} … ${text.slice(text.length - (units - head.length)).toWellFormed()}`;
}
