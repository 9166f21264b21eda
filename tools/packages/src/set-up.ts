import { join } from 'node:path';
import { installConsumer, versionsHere } from './consumer.js';
import { readLockFile } from './lock-file.js';
import { provideNodes } from './nodes.js';
import { pack } from './pack.js';
import { sweep } from './sweep.js';
import { handOver, makeFolder } from './workbench.js';
import { examples, published } from './workspace.js';

/** Once per run: the packages become tarballs, and these are installed. */
async function setUp(): Promise<void> {
  const folder = makeFolder();
  const [full, bare] = [join(folder, 'full'), join(folder, 'bare')];
  const lock = readLockFile();
  const packages = published();
  packages.forEach(sweep);
  const tarballs = await pack(packages, join(folder, 'tarballs'));
  const types = { '@types/node': lock['node_modules/@types/node']?.version ?? '24' };
  const everything = { ...versionsHere(lock, packages, examples()), ...types };
  const [nodes] = await Promise.all([
    provideNodes(),
    installConsumer({ folder: full, tarballs, dependencies: everything }),
    installConsumer({ folder: bare, tarballs, dependencies: types }),
  ]);
  handOver({ folder, tarballs, full, bare, nodes });
}

export { setUp as default };
