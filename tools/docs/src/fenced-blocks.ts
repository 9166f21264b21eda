/** A block of code between fences. */
export interface FencedBlock {
  /** What stands behind the fence, e.g. `sh`; empty where nothing does. */
  readonly language: string;
  readonly code: string;
  /** Of the fence, from 1. */
  readonly line: number;
  /** Why it is not run, as a comment right before it says. */
  readonly notRun: string | undefined;
  /** What is among that which it writes, as comments right before it say. */
  readonly shows: readonly string[];
}

const FENCE = /^(?<indent> *)(?<marks>`{3,}|~{3,})(?<language>[\w+-]*)/;
const REMARK = /^ *<!-- (?<kind>not run|shows): (?<text>.*\S) *-->$/;

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
    blocks.push({ language, code: code.join('\n'), line: begin + 1, ...remarksOf(lines.slice(0, begin)) });
  }
  return blocks;
}

/** Comments may have empty lines after them: formatters put them there. */
function remarksOf(before: readonly string[]): Pick<FencedBlock, 'notRun' | 'shows'> {
  let notRun: string | undefined;
  const shows: string[] = [];
  for (const line of before.toReversed()) {
    const { kind, text } = REMARK.exec(line)?.groups ?? {};
    if (text === undefined && line.trim() !== '') break;
    if (kind === 'not run') notRun = text;
    if (kind === 'shows' && text !== undefined) shows.unshift(text);
  }
  return { notRun, shows };
}
