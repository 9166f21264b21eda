import { describe, expect, it } from '@jest/globals';
import { addElement, addImport, addJsonElement, addProperty, keysOf } from './source-edits.ts';

const SOURCE = `import { a } from '@yychat/a';
import { c } from '@yychat/c';
import { d } from './d.js';

const other = { x: 1 };
/** What there is. */
const things = {
  a: [a], // first
  'b:c': ['one', 'two'],
} satisfies Record<string, unknown>;
const few = { 'list': [] };
`;

describe('keysOf', () => {
  it('gives the keys of the constant, and of no other', () => {
    expect(keysOf(SOURCE, 'things')).toEqual(['a', 'b:c']);
  });

  it('tells what is not there', () => {
    expect(() => keysOf(SOURCE, 'nothing')).toThrow('There is no constant nothing that is an object.');
  });
});

describe('addProperty', () => {
  it('adds at the end, and leaves everything else as it is', () => {
    const added = addProperty(SOURCE, 'things', 'z: 1');
    expect(keysOf(added, 'things')).toEqual(['a', 'b:c', 'z']);
    expect(added.replace(', z: 1', '')).toBe(SOURCE);
  });

  it('adds to an object without a comma at its end', () => {
    expect(addProperty(SOURCE, 'other', 'y: 2')).toContain('const other = { x: 1, y: 2 };');
  });
});

describe('addElement', () => {
  it('adds to a list, also to an empty one', () => {
    expect(addElement(SOURCE, 'things', 'b:c', "'three'")).toContain("['one', 'two', 'three']");
    expect(addElement(SOURCE, 'few', 'list', "'one'")).toContain("['one']");
  });

  it('tells what is not there', () => {
    expect(() => addElement(SOURCE, 'things', 'b', "'one'")).toThrow('There is no list b.');
  });
});

describe('addJsonElement', () => {
  const json = '{\n  "a": { "b": [{ "c": 1 }] }, "d": []\n}\n';

  it('adds to a list, and leaves everything else as it was written', () => {
    expect(addJsonElement(json, ['a', 'b'], { c: 2 })).toBe(json.replace('1 }]', '1 }, {"c":2}]'));
    expect(addJsonElement(json, ['d'], 'one')).toBe(json.replace('[]', '["one"]'));
  });

  it('tells what is not there', () => {
    expect(() => addJsonElement(json, ['a', 'd'], 1)).toThrow('There is no list a.d.');
  });
});

describe('addImport', () => {
  it.each([
    ['@yychat/b', "import { a } from '@yychat/a';\nimport { x } from '@yychat/b';\nimport { c }"],
    [
      '@yychat/z',
      "import { c } from '@yychat/c';\nimport { x } from '@yychat/z';\nimport { d } from './d.js'",
    ],
  ])('puts %s where it belongs', (from, expected) => {
    expect(addImport(SOURCE, 'x', from)).toContain(expected);
  });

  it('puts the last one behind the others, and the only one in front', () => {
    expect(addImport("import { a } from 'a';\n", 'b', 'b')).toBe(
      "import { a } from 'a';\nimport { b } from 'b';\n",
    );
    expect(addImport('const a = 1;\n', 'b', 'b')).toBe("import { b } from 'b';\nconst a = 1;\n");
  });
});
