import { deliveredPackages } from './delivered.js';
import { mustRun } from './run.js';
import { published, ROOT } from './workspace.js';

/** What is read and changed of a CycloneDX document. */
export interface Sbom {
  readonly bomFormat: string;
  readonly specVersion: string;
  readonly metadata: { readonly component: Readonly<Record<string, unknown>> };
  readonly components: readonly {
    readonly 'bom-ref': string;
    readonly name: string;
    readonly purl: string;
  }[];
  readonly dependencies: readonly { readonly ref: string; readonly dependsOn?: readonly string[] }[];
}

/** npm's bill of materials of the lock file, of which is left what is delivered. */
export async function makeSbom(): Promise<Sbom> {
  const args = ['sbom', '--sbom-format', 'cyclonedx', '--package-lock-only'];
  const whole = JSON.parse(await mustRun('npm', args, { cwd: ROOT })) as Sbom;
  const own = ['@yychat/api', '@yychat/dashboard', ...published().map(({ name }) => name)];
  const versions = deliveredPackages().map(({ name, version }) => `${name}@${version}`);
  const kept = new Set(
    whole.components
      .map((component) => component['bom-ref'])
      .filter((ref) => versions.includes(ref) || own.some((name) => ref.startsWith(`${name}@`))),
  );
  const isRoot = (ref: string) => ref === whole.metadata.component['bom-ref'];
  return {
    ...whole,
    // npm names the root after the folder that it happens to lie in.
    metadata: { ...whole.metadata, component: { ...whole.metadata.component, name: 'yychat' } },
    components: whole.components.filter((component) => kept.has(component['bom-ref'])),
    dependencies: whole.dependencies
      .filter(({ ref }) => kept.has(ref) || isRoot(ref))
      .map(({ ref, dependsOn = [] }) => ({ ref, dependsOn: dependsOn.filter((other) => kept.has(other)) })),
  };
}
