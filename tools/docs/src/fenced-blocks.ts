/** A block of code between fences. */
export interface FencedBlock {
  /** What stands behind the fence, e.g. `sh`; empty where nothing does. */
  readonly language: string;
  readonly code: string;
  /** Of the fence, from 1. */
  readonly line: number;
  /** Why it is not run, as the comment right before it says. */
  readonly notRun: string | undefined;
}

const FENCE = /^(?<indent> *)(?<marks>`{3,}|~{3,})(?<language>[\w+-]*)/;
const NOT_RUN = /^ *<!-- not run: (?<why>.*\S) *-->$/;

/** All fenced blocks of a Markdown text. */
export function fencedBlocks(text: string): readonly FencedBlock[] {
  const lines = text.split('\n');
  const blocks: FencedBlock[] = [];
  for (let at = 0; at < lines.length; at++) {
    const { indent = '', marks, language = '' } = FENCE.exec(lines[at] ?? '')?.groups ?? {};
    if (marks === undefined) continue;
    const begin = at;
    const code: string[] = [];
    while (++at < lines.length && (lines[at] ?? '').trim() !== marks) {
      code.push((lines[at] ?? '').slice(indent.length));
    }
    blocks.push({ language, code: code.join('\n'), line: begin + 1, notRun: whyNot(lines.slice(0, begin)) });
  }
  return blocks;
}

/** The comment may have an empty line after it: formatters put one there. */
function whyNot(before: readonly string[]): string | undefined {
  const last = before.findLast((line) => line.trim() !== '');
  return NOT_RUN.exec(last ?? '')?.groups?.['why'];
}
