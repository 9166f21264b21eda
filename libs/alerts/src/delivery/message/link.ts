import type { Fact } from './message.js';
import { plainMarkdown } from './render.js';

/** A fact's text in a robot's markdown, as a link where it leads somewhere. */
export function linkedText({ text, url }: Fact): string {
  if (url === undefined) return plainMarkdown(text);
  // Brackets would end the link.
  return `[${plainMarkdown(text)}](${url.replaceAll('(', '%28').replaceAll(')', '%29')})`;
}
