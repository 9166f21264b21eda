import { describe, expect, it } from '@jest/globals';
import { deliveredPackages } from './delivered.js';
import { isAllowed, licenceList } from './licences.js';

describe('licences', () => {
  const delivered = deliveredPackages();

  it('of everything that is delivered are allowed', () => {
    expect(delivered.filter(({ licence }) => !isAllowed(licence))).toEqual([]);
  });

  it('are of what runs, of either engine and the dashboard, and not of what tests it', () => {
    const names = delivered.map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(['fastify', 'mem0ai', 'openai', 'react', 'zod']));
    for (const tool of ['jest', 'typescript', 'nx', 'playwright-core']) expect(names).not.toContain(tool);
  });

  it('are allowed where all of a conjunction are, or one of a choice is', () => {
    expect(['MIT', 'MIT AND ISC', '(GPL-3.0-only OR MIT)'].every(isAllowed)).toBe(true);
    expect(['GPL-3.0-only', 'MIT AND GPL-3.0-only', 'UNKNOWN', ''].some(isAllowed)).toBe(false);
  });

  it('are listed with their packages', () => {
    const list = licenceList([{ name: 'x', version: '1.0.0', licence: 'MIT' }]);
    expect(list).toContain('| MIT | 1 |');
    expect(list).toContain('| x | 1.0.0 | MIT |');
  });
});
