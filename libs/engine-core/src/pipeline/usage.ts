import type { Usage } from '../wire/chat-completion.js';

type Numbers = Record<string, unknown>;

function addInto(total: Numbers, part: Readonly<Numbers>): Numbers {
  for (const [key, value] of Object.entries(part)) {
    const sum = total[key];
    if (typeof value === 'number') total[key] = (typeof sum === 'number' ? sum : 0) + value;
    else if (typeof value === 'object' && value !== null) {
      total[key] = addInto({ ...(sum as Numbers | undefined) }, value as Numbers);
    } else if (sum === undefined) total[key] = value;
  }
  return total;
}

/** Adds the tokens of two model calls, details included. */
export function addUsage(total: Usage | undefined, part: Usage): Usage {
  return total === undefined ? part : (addInto({ ...total }, part) as Usage);
}
