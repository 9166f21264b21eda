import { anyText, oneOf } from '../../url/param.js';
import { useParam } from '../../url/use-param.js';

export const COMPARED_WINDOWS = ['5m', '1h', '24h'] as const;

const windowParam = oneOf(COMPARED_WINDOWS, '1h');
export const useComparedWindow = () => useParam('compare', windowParam);

/** Two engines that are held against each other. */
export interface EnginePair {
  readonly a: string;
  readonly b: string;
  readonly setA: (name: string) => void;
  readonly setB: (name: string) => void;
}

/** As the address says, else the one in force and the next; `null` where there is but one. */
export function useEnginePair(names: readonly string[], current: string): EnginePair | null {
  const [chosenA, setA] = useParam('a', anyText);
  const [chosenB, setB] = useParam('b', anyText);
  const known = (name: string | null) => (name !== null && names.includes(name) ? name : null);
  // Not by which is in force, so that nothing changes places when somebody switches.
  const a = known(chosenA) ?? (names.length === 2 ? names[0] : current) ?? current;
  const b = known(chosenB) ?? names.find((name) => name !== a);
  return b === undefined ? null : { a, b, setA, setB };
}
