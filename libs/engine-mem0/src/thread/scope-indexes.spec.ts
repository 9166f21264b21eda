import { describe, expect, it } from '@jest/globals';
import type { IndexedRow } from './scope-index.js';
import { ScopeIndexes } from './scope-indexes.js';
import { SKETCH_WORDS } from './sketch.js';

const sketch = new Uint32Array(SKETCH_WORDS);
const rowOf = (row: number): IndexedRow => ({ row, id: `id-${row}`, sketch, words: 'boat' });
const rows = (count: number): IndexedRow[] => Array.from({ length: count }, (_, at) => rowOf(at + 1));
const of = (user: string, run?: string) => ({ user, run });

describe('indexes of scopes', () => {
  it('are read once, and kept up to date', () => {
    const indexes = new ScopeIndexes();
    let reads = 0;
    const read = (): IndexedRow[] => {
      reads += 1;
      return [];
    };
    const scopes = [of('u'), of('u', 'r'), { user: undefined, run: 'r' }, of('v')];
    for (const scope of scopes) indexes.of(scope, read);
    indexes.add(of('u', 'r'), rowOf(7));
    const seen = () => scopes.map((scope) => indexes.of(scope, read).nearest(sketch, 5));
    expect(seen()).toEqual([[7], [7], [7], []]);
    indexes.remove(of('u', 'r'), 7);
    expect(seen()).toEqual([[], [], [], []]);
    expect(reads).toBe(4);
  });

  it('are dropped when there are too many, the one used last at last', () => {
    const indexes = new ScopeIndexes();
    const read: string[] = [];
    const use = (user: string, count: number): void => {
      indexes.of(of(user), () => {
        read.push(user);
        return rows(count);
      });
    };
    use('small', 10);
    use('large', 60_000);
    use('small', 10);
    use('larger', 60_000);
    use('small', 10);
    use('large', 60_000);
    expect(read).toEqual(['small', 'large', 'larger', 'large']);
    for (let user = 0; user < 6_000; user++) use(`user ${user}`, 0);
    use('small', 10);
    expect(read.filter((user) => user === 'small')).toHaveLength(2);
  });
});
