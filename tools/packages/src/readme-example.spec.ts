import { describe, expect, it } from '@jest/globals';
import { readmeExample } from './readme-example.js';

const block = (language: string, code: string) => `\`\`\`${language}\n${code}\n\`\`\`\n`;

describe('readmeExample', () => {
  it('is the first block of the section, whatever stands before it', () => {
    const readme = `# x\n\n${block('ts', 'early()')}\n## Example\n\nSo:\n\n${block('ts', 'first();\nsecond();')}\n${block('ts', 'third()')}`;
    expect(readmeExample(readme)).toBe('first();\nsecond();\n');
  });

  it('says that there is no section, and does not take a block of another one', () => {
    expect(() => readmeExample(`# x\n\n${block('ts', 'a()')}`)).toThrow('no section');
    expect(() => readmeExample(`## Example\n\nSoon.\n\n## Options\n\n${block('ts', 'a()')}`)).toThrow(
      'not ```ts',
    );
  });

  it('says that the first block is in another language', () => {
    expect(() => readmeExample(`## Example\n\n${block('sh', 'ls')}${block('ts', 'a()')}`)).toThrow(
      'not ```ts',
    );
  });
});
