import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { deliveredPackages } from './delivered.js';
import { licenceList } from './licences.js';
import { ROOT } from './workspace.js';

mkdirSync(join(ROOT, 'dist'), { recursive: true });
writeFileSync(join(ROOT, 'dist/licences.md'), licenceList(deliveredPackages()));
process.stdout.write('dist/licences.md\n');
