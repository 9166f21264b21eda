import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { deliveredPackages } from '../src/delivered.js';
import { mustRun } from '../src/run.js';
import type { Sbom } from '../src/sbom.js';
import { ROOT } from '../src/workspace.js';

describe('the bill of materials', () => {
  let sbom: Sbom;
  beforeAll(async () => {
    await mustRun(process.execPath, ['tools/packages/dist/write-sbom.js'], { cwd: ROOT });
    sbom = JSON.parse(readFileSync(join(ROOT, 'dist/sbom.cdx.json'), 'utf8')) as Sbom;
  });

  it('is CycloneDX, of this product', () => {
    expect(sbom).toMatchObject({ bomFormat: 'CycloneDX', metadata: { component: { name: 'yychat' } } });
    expect(Number(sbom.specVersion)).toBeGreaterThanOrEqual(1.5);
  });

  it('has every package that is delivered, and says where it comes from', () => {
    const refs = sbom.components.map((component) => component['bom-ref']);
    for (const { name, version } of deliveredPackages()) expect(refs).toContain(`${name}@${version}`);
    expect(sbom.components.filter(({ purl }) => !purl.startsWith('pkg:npm/'))).toEqual([]);
  });

  it('speaks of no package that it does not have', () => {
    const refs = new Set(sbom.components.map((component) => component['bom-ref']));
    const loose = sbom.dependencies.flatMap(({ dependsOn = [] }) =>
      dependsOn.filter((ref) => !refs.has(ref)),
    );
    expect(loose).toEqual([]);
  });
});
