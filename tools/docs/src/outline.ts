import { fencedBlocks } from './fenced-blocks.js';

/** What a text and its translation have in common, in order. */
export interface Outline {
  /** Levels of the headings. */
  readonly headings: readonly number[];
  /** For each block of code its language, its lines, and whether it is run. */
  readonly blocks: readonly string[];
  /** For each table, its first column where that is code, else how many rows it has. */
  readonly tables: readonly string[];
  /** What pictures and links lead to, but for those within the text. */
  readonly links: readonly string[];
}

const LINK = /\]\((?<target>[^)#][^)]*)\)/g;

export function outlineOf(text: string): Outline {
  const prose = text.replace(/^( *)(`{3,}).*\n[^]*?\n\1\2$/gm, '');
  const lines = prose.split('\n');
  return {
    headings: lines.flatMap((line) => /^(#+) /.exec(line)?.[1]?.length ?? []),
    blocks: fencedBlocks(text).map(
      ({ language, code, notRun }) =>
        `${language}, ${code.split('\n').length} lines${notRun === undefined ? '' : ', not run'}`,
    ),
    tables: lines.flatMap((line) => /^\|(?<first>[^|]*)\|/.exec(line)?.groups?.['first'] ?? []).map(nameOf),
    links: [...prose.matchAll(LINK)].map(({ groups }) => groups?.['target'] ?? '').sort(),
  };
}

/** What is code is the same in all languages; what is prose is not. */
function nameOf(cell: string): string {
  const code = [...cell.matchAll(/`[^`]+`/g)].map(([name]) => name);
  return code.length > 0 ? code.join(' ') : /^[ :-]+$/.test(cell) ? 'ruler' : 'words';
}
