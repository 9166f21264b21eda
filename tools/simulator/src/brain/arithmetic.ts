const N = '(-?\\d+(?:\\.\\d+)?)';

/** Ways of saying it in words, and how the calculator wants it. */
const PHRASES: readonly (readonly [RegExp, string])[] = [
  [/(?<=\d),(?=\d{3}(?!\d))/g, ''],
  [/\b\d{4}[-/]\d{1,2}[-/]\d{1,2}\b|\b\d{1,2}[-/]\d{1,2}[-/]\d{4}\b/g, ' '],
  [/−/g, '-'],
  [/×|·/g, '*'],
  [/÷/g, '/'],
  [new RegExp(`${N}\\s*(?:%|percent) of ${N}`, 'gi'), '$1 / 100 * $2'],
  [new RegExp(`(?:\\bsum of|\\badd(?:ing)?) ${N} (?:and|to|with|plus) ${N}`, 'gi'), '$1 + $2'],
  [
    new RegExp(`\\bproduct of ${N} and ${N}|\\bmultiply(?:ing)? ${N} (?:by|with|and) ${N}`, 'gi'),
    '$1$3 * $2$4',
  ],
  [new RegExp(`\\bdifference (?:between|of) ${N} and ${N}`, 'gi'), '$1 - $2'],
  [new RegExp(`\\bsubtract(?:ing)? ${N} from ${N}`, 'gi'), '$2 - $1'],
  [new RegExp(`\\bdivid(?:e|ing) ${N} by ${N}`, 'gi'), '$1 / $2'],
  [new RegExp(`${N}\\s*[和与跟]\\s*${N}\\s*(?:之|的)(?:总)?和`, 'g'), '$1 + $2'],
  [new RegExp(`${N}\\s*[和与跟]\\s*${N}\\s*(?:之|的)差`, 'g'), '$1 - $2'],
  [new RegExp(`${N}\\s*[和与跟]\\s*${N}\\s*(?:之|的)?(?:乘积|积)`, 'g'), '$1 * $2'],
  [/(?<=[\d)])\s*(?:plus|加上?)\s*(?=[-\d(])/gi, ' + '],
  [/(?<=[\d)])\s*(?:minus|减去?)\s*(?=[-\d(])/gi, ' - '],
  [/(?<=[\d)])\s*(?:times|multiplied by|x|乘以?|乘上)\s*(?=[-\d(])/gi, ' * '],
  [/(?<=[\d)])\s*(?:divided by|over|除以)\s*(?=[-\d(])/gi, ' / '],
  [/(?<=[\d)])\s*to the power of\s*(?=[-\d(])/gi, ' ^ '],
];
const CANDIDATE = /[-+]?[\d(.][\d\s.()+\-*/^%]*[\d)]/g;
const SHAPE = /^[-+]?\d*\.?\d+(?:(?:\*\*|[-+*/^%])[-+]?\d*\.?\d+)+$/;
const ASKS =
  /what|how much|calculate|compute|evaluate|solve|equal|sum|add|subtract|multiply|divide|product|difference|percent|[=?？]|多少|计算|等于|几|算|和|差|积/i;
/** `2020-2021`, `24/7`: a range or a saying as likely as arithmetic. */
const DOUBTFUL = /^\d+[-/]\d+$/;
const ASKS_FOR_RESULT =
  /calculate|compute|evaluate|solve|equal|=|多少|计算|等于|(?:what(?:'s|’s| is)|how much is) \d+[-/]\d+\s*[?？]?\s*$/i;

/** The arithmetic that a message asks for, as an expression such as `12*7+3`; `undefined` when it asks for none. */
export function findArithmetic(message: string): string | undefined {
  const text = PHRASES.reduce(
    (said, [phrase, meant]) => said.replace(phrase, meant),
    message.normalize('NFKC'),
  );
  const expressions = Array.from(text.matchAll(CANDIDATE), ([candidate]) => candidate.trim()).filter(
    isExpression,
  );
  const longest = expressions.sort((one, other) => other.length - one.length)[0];
  if (longest === undefined) return undefined;
  if (DOUBTFUL.test(longest)) return ASKS_FOR_RESULT.test(message) ? longest : undefined;
  return ASKS.test(message) || longest.length * 2 >= text.trim().length ? longest : undefined;
}

function isExpression(candidate: string): boolean {
  let depth = 0;
  for (const character of candidate) {
    if (character === '(') depth += 1;
    if (character === ')') depth -= 1;
    if (depth < 0) return false;
  }
  // Two numbers with only a space between them are no expression, whatever the rest is.
  return depth === 0 && !/\d\s+[\d.]/.test(candidate) && SHAPE.test(candidate.replace(/[\s()]/g, ''));
}
