import { join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { DCLinter } from 'dclint';
import { read, readYaml, ROOT } from './repository.js';
import { isSecret, settingNames } from './settings.js';

const FILE = 'docker/compose.yml';

interface Service {
  readonly image: string;
  readonly build?: { readonly dockerfile: string; readonly target: string };
  readonly environment?: Readonly<Record<string, string>>;
  readonly profiles?: readonly string[];
  readonly ports?: readonly string[];
  readonly volumes?: readonly string[];
  readonly stop_grace_period?: string;
  readonly read_only?: boolean;
  readonly deploy?: { readonly replicas: number };
}

/** Its own types lead nowhere. */
const Linter = DCLinter as unknown as new (config: object) => {
  lintFiles(
    paths: readonly string[],
    isRecursive: boolean,
  ): { messages: readonly { rule: string; message: string; line: number }[] }[];
};

let services: Readonly<Record<string, Service>>;
beforeAll(() => {
  ({ services } = readYaml(FILE) as { services: typeof services });
});
const service = (name: string): Service => {
  const found = services[name];
  if (found === undefined) throw new Error(`There is no service ${name}.`);
  return found;
};

it('keeps to the schema of Compose, and to what dclint asks for', () => {
  const off = 0;
  const rules = {
    // An image that is built here has a name here as well.
    'no-build-and-image': off,
    // It takes the address in a variable for none.
    'no-unbound-port-interfaces': off,
    // A file is to be read from the request to what is behind it, not by the alphabet.
    'services-alphabetical-order': off,
    'service-keys-order': off,
    'service-dependencies-alphabetical-order': off,
    'top-level-properties-order': off,
  };
  const linter = new Linter({ rules, quiet: false, debug: false, exclude: [] });
  const found = linter.lintFiles([join(ROOT, FILE)], false).flatMap(({ messages }) => messages);
  expect(found.map(({ rule, message, line }) => `${line}: ${message} (${rule})`)).toEqual([]);
});

describe('the instances', () => {
  it('are told settings that there are', () => {
    const unknown = Object.keys(service('api').environment ?? {}).filter(
      (name) => !settingNames().includes(name),
    );
    expect(unknown).toEqual([]);
  });

  it('are told no secret that stands in the file', () => {
    const told = Object.entries(service('api').environment ?? {}).filter(([name]) => isSecret(name));
    expect(told.length).toBeGreaterThan(1);
    const plain = told.filter(([name, value]) => name !== 'REDIS_URL' && !/\$\{\w+:\?[^}]+\}/.test(value));
    expect(plain).toEqual([]);
  });

  it('are two, which share what they have to', () => {
    const { deploy, environment } = service('api');
    expect(deploy?.replicas).toBe(2);
    expect(environment).toMatchObject({
      USE_REDIS_CACHE: 'true',
      REDIS_URL: expect.stringMatching(/^redis:/),
      DATABASE_URL: expect.stringMatching(/^postgres:/),
    });
  });

  it('are given longer to end than their streams are', () => {
    const { stop_grace_period: grace, environment } = service('api');
    expect(Number.parseInt(grace ?? '', 10)).toBeGreaterThan(Number(environment?.['SHUTDOWN_TIMEOUT']) + 5);
  });

  it('can be reached through proxies alone, which is why they believe them', () => {
    expect(service('api').ports).toBeUndefined();
    expect(service('api').environment).toMatchObject({ TRUST_PROXY: 'true' });
  });
});

it('what is read from the outside is in .env.example, or has a default', () => {
  const names = [...read(FILE).matchAll(/\$\{(\w+)(:[-?])?/g)];
  const unknown = names
    .filter(([, name = '', otherwise]) => otherwise !== ':-' && !settingNames().includes(name))
    .map(([, name]) => name);
  // The password of the database, which is part of DATABASE_URL.
  expect([...new Set(unknown)]).toEqual(['POSTGRES_PASSWORD']);
});

it('starts neither the monitoring nor a second dashboard without being asked', () => {
  const asked = Object.entries(services).map(([name, { profiles }]) => [name, profiles?.join() ?? '']);
  expect(Object.fromEntries(asked)).toEqual({
    ...{ proxy: '', api: '', redis: '', postgres: '' },
    ...{ dashboard: 'dashboard', prometheus: 'monitoring', grafana: 'monitoring' },
  });
});

it('mounts files that there are, and builds stages that there are', () => {
  const stages = [...read('docker/Dockerfile').matchAll(/^FROM \S+ AS (\S+)$/gm)].map(([, stage]) => stage);
  for (const { build, volumes = [] } of Object.values(services)) {
    if (build !== undefined) expect(stages).toContain(build.target);
    for (const volume of volumes.filter((each) => each.startsWith('./'))) {
      const [source = ''] = volume.split(':');
      if (/\.\w+$|Caddyfile$/.test(source)) expect(read(join('docker', source))).not.toBe('');
    }
  }
});

it('lets no service but the stores write into its own file system', () => {
  const writing = Object.entries(services).filter(([, { read_only: isReadOnly }]) => isReadOnly !== true);
  expect(writing.map(([name]) => name)).toEqual(['redis', 'postgres']);
});
