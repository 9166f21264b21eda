import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { NODE_LINES } from '../src/nodes.js';
import { PEERS } from '../src/peers.js';
import { mustRun } from '../src/run.js';
import { openWorkbench } from '../src/workbench.js';
import { published, specifiers } from '../src/workspace.js';

interface Outcome {
  readonly exports?: readonly string[];
  readonly code?: string;
  readonly message?: string;
}
type Probed = Readonly<Record<string, { readonly required: Outcome; readonly imported: Outcome }>>;

const { bare, full, nodes } = openWorkbench();
const packages = published();
const all = packages.flatMap(({ manifest }) => specifiers(manifest));
const deep = packages.map(({ name }) => `${name}/dist/index.js`);

async function probe(project: string, node: string, asked: readonly string[]): Promise<Probed> {
  const program = join(project, 'probe.mjs');
  copyFileSync(join(import.meta.dirname, 'probe.mjs'), program);
  return JSON.parse(await mustRun(node, [program, ...asked], { cwd: project })) as Probed;
}

/** Of one run, which the tests of all packages look at. */
const probes = Object.fromEntries(
  NODE_LINES.map((line) => {
    let run: Promise<Probed> | undefined;
    return [line, () => (run ??= probe(full, nodes[line]!, [...all, ...deep]))];
  }),
);

describe.each(packages)('$name', ({ name, manifest }) => {
  it.each(NODE_LINES)('gives the same to import and to require on Node %s', async (line) => {
    const probed = await probes[line]!();
    for (const specifier of specifiers(manifest)) {
      const { imported, required } = probed[specifier]!;
      expect({ specifier, ...imported }).toEqual({ specifier, exports: expect.any(Array) });
      const names = required.exports?.filter((exported) => exported !== '__esModule');
      expect({ specifier, ...required, exports: names }).toEqual({ specifier, exports: imported.exports });
    }
  });

  it('lets nobody import what it does not export', async () => {
    const { imported, required } = (await probes[NODE_LINES[0]!]!())[`${name}/dist/index.js`]!;
    expect([imported.code, required.code]).toEqual(Array(2).fill('ERR_PACKAGE_PATH_NOT_EXPORTED'));
  });
});

describe('without optional peers', () => {
  it('every entry point can be imported but those that are for one, and these say which', async () => {
    const probed = await probe(bare, nodes[NODE_LINES[0]!]!, all);
    for (const specifier of all) {
      const peer = PEERS[specifier]?.[0];
      const { exports, message } = probed[specifier]!.imported;
      if (peer) expect(message).toContain(`'${peer}'`);
      else expect({ specifier, message, exports }).toEqual({ specifier, exports: expect.any(Array) });
    }
  });
});
