import { describe, expect, it } from '@jest/globals';
import { glob, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Messages, MessageTree } from './messages.js';

const SRC = join(import.meta.dirname, '..');

const files: string[] = [];
for await (const file of glob('**/*messages.ts', { cwd: SRC })) {
  if (file !== 'i18n/messages.ts') files.push(file);
}

async function messagesIn(file: string): Promise<Messages> {
  const exported = Object.values((await import(join(SRC, file))) as Record<string, Messages>);
  expect(exported).toHaveLength(1);
  return exported[0]!;
}

function flatten(tree: MessageTree, path = ''): Map<string, string> {
  return new Map(
    Object.entries(tree).flatMap(([key, value]) =>
      typeof value === 'string' ? [[path + key, value] as const] : [...flatten(value, `${path}${key}.`)],
    ),
  );
}

const placeholders = (text: string) => [...text.matchAll(/{{(\w+)/g)].map(([, name]) => name).sort();

describe.each(files)('%s', (file) => {
  it('has every key in both languages, and none is empty', async () => {
    const { en, zh } = await messagesIn(file);
    expect([...flatten(zh).keys()].sort()).toEqual([...flatten(en).keys()].sort());
    for (const tree of [en, zh]) expect([...flatten(tree).values()]).not.toContain('');
  });

  it('fills in the same values in both languages', async () => {
    const { en, zh } = await messagesIn(file);
    const chinese = flatten(zh);
    for (const [key, text] of flatten(en))
      expect([key, placeholders(chinese.get(key) ?? '')]).toEqual([key, placeholders(text)]);
  });

  it('is written for one namespace, which a declaration names', async () => {
    // Those that all views share are declared where the others are added.
    const declaration = file === 'i18n/common-messages.ts' ? 'i18n/messages.ts' : file;
    expect(await readFile(join(SRC, declaration), 'utf8')).toContain('interface Namespaces');
  });
});
