import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeSbom } from './sbom.js';
import { ROOT } from './workspace.js';

mkdirSync(join(ROOT, 'dist'), { recursive: true });
writeFileSync(join(ROOT, 'dist/sbom.cdx.json'), `${JSON.stringify(await makeSbom(), null, 2)}\n`);
process.stdout.write('dist/sbom.cdx.json\n');
