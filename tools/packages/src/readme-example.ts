/**
 * The program in a README's section `## Example`: its first fenced block.
 * @throws Error that says what is missing
 */
export function readmeExample(readme: string): string {
  const section = /^## Example$(.*?)(?=^## |(?![\s\S]))/ms.exec(readme)?.[1];
  if (section === undefined) throw new Error('the README has no section "## Example"');
  const block = /^```(\w*)\n(.*?)^```$/ms.exec(section);
  if (block?.[1] !== 'ts') throw new Error('the first block of "## Example" is not ```ts');
  return block[2] ?? '';
}
