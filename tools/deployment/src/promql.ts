/** A selector of PromQL: the name of a series, and the labels that it is told apart by. */
export interface Selector {
  readonly series: string;
  readonly labels: readonly string[];
}

/** The series that an expression reads. What it groups by, or does with them, is left out. */
export function selectors(expression: string): readonly Selector[] {
  return [...expression.matchAll(/\b(up|(?:yychat|gen_ai)_\w+)\b(?:\{([^}]*)\})?/g)]
    .filter(([whole, series = '']) => whole !== series || !isLabel(expression, series))
    .map(([, series = '', matchers = '']) => ({
      series,
      labels: [...matchers.matchAll(/(\w+)\s*(?:=~|!~|!=|=)/g)].map(([, label = '']) => label),
    }));
}

/** Whether this word stands only where labels do: in what an expression groups by, or selects by. */
function isLabel(expression: string, word: string): boolean {
  const elsewhere = expression.replace(/\bby \([^)]*\)/g, '').replace(/\{[^}]*\}/g, '');
  return !new RegExp(`\\b${word}\\b`).test(elsewhere);
}
