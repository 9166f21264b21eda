import { fitParts } from './cut.js';
import type { Fact, Message } from './message.js';
import { TEXTS, type Language } from './texts.js';

/** How one kind of receiver wants to read. */
export interface Style {
  readonly heading: (text: string) => string;
  readonly fact: (fact: Fact) => string;
  readonly more: (text: string) => string;
  /** Between two blocks. */
  readonly gap: string;
}

/** A message's body within so many bytes; what does not fit is counted. */
export function renderBody(
  { blocks, more }: Message,
  style: Style,
  limit: number,
  language: Language,
): string {
  const parts = blocks.map(({ heading, facts }, i) => {
    const lines = [
      ...(heading === '' ? [] : [style.heading(heading)]),
      ...facts.map((fact) => style.fact(fact)),
    ];
    return (i === 0 ? '' : style.gap) + lines.join('');
  });
  const end = (left: number): string => {
    if (left === 0) return more === '' ? '' : style.more(more);
    return style.more(TEXTS[language].more(left)) + (more === '' ? '' : style.more(more));
  };
  return fitParts(parts, end, limit);
}

/** From an ASCII sign to its twin in Unicode's "Halfwidth and Fullwidth Forms". */
const TO_FULL_WIDTH = 0xfee0;

/**
 * Text for the markdowns of the Chinese robots, which differ in what they escape: signs that could make a link, a mention, a tag or
 * a heading become their full-width twins.
 */
export function plainMarkdown(text: string): string {
  return text.replaceAll(/[[\]<>*`#@!~|\\]/g, (sign) =>
    String.fromCharCode(sign.charCodeAt(0) + TO_FULL_WIDTH),
  );
}

/** @see https://docs.slack.dev/messaging/formatting-message-text: these three, and only these. */
export function escapeSlack(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

export function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}
