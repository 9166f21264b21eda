import { beforeAll, describe, expect, it } from '@jest/globals';
import { Ajv } from 'ajv';
import { read, readYaml } from '../repository.js';
import { isSecret, settingNames } from '../settings.js';
import { checkManifest, type Manifest } from './manifest.js';
import { provideHelm } from './provide-helm.js';
import { CHART, render, runHelm } from './render.js';

const helm = provideHelm() ?? '';
const withHelm = helm === '' ? it.skip : it;

const SECRET = 'existingSecret=yychat';
const EVERYTHING = [
  SECRET,
  'autoscaling.enabled=true',
  'ingress.enabled=true,ingress.className=nginx,ingress.hosts={chat.example.com}',
  'ingress.tls[0].secretName=tls,ingress.tls[0].hosts={chat.example.com}',
  'serviceMonitor.enabled=true,serviceMonitor.keySecret.name=keys,serviceMonitor.keySecret.key=prometheus',
  'settings.TRUST_PROXY=10.0.0.0/8,settings.PERSONALITIES_DIR=/personalities,settings.OTEL_SERVICE_NAME=chat',
  'extraVolumes[0].name=personalities,extraVolumes[0].configMap.name=personalities',
  'extraVolumeMounts[0].name=personalities,extraVolumeMounts[0].mountPath=/personalities',
  'nodeSelector.disk=ssd,tolerations[0].key=chat,tolerations[0].operator=Exists,imagePullSecrets[0].name=pull',
  'affinity.nodeAffinity.preferredDuringSchedulingIgnoredDuringExecution[0].weight=1',
  'affinity.nodeAffinity.preferredDuringSchedulingIgnoredDuringExecution[0].preference.matchExpressions[0].key=disk',
  'affinity.nodeAffinity.preferredDuringSchedulingIgnoredDuringExecution[0].preference.matchExpressions[0].operator=Exists',
];

interface Values {
  readonly settings: Readonly<Record<string, string>>;
}
interface Schema {
  readonly properties: {
    readonly settings: { readonly propertyNames: { readonly anyOf: [{ readonly enum: string[] }] } };
  };
}

describe('the values', () => {
  const schema = readYaml('docker/chart/values.schema.json') as Schema & object;
  const values = readYaml('docker/chart/values.yaml') as Values;
  const isValid = new Ajv({ strictTypes: false }).compile(schema);

  it('keep to their schema as they are', () => {
    isValid(values);
    expect(isValid.errors).toBeNull();
  });

  it.each([
    ['a secret among the settings', { settings: { DATABASE_URL: 'postgres://…' } }],
    ['a secret of OpenTelemetry', { settings: { OTEL_EXPORTER_OTLP_HEADERS: 'key=…' } }],
    ['a setting that the chart sets', { settings: { PORT: '1' } }],
    ['a setting that there is not', { settings: { REDIS_TLL: '1' } }],
    ['a number, which YAML may write in another way', { settings: { BODY_LIMIT: 20_971_520 } }],
    ['a value that there is not', { replica: 3 }],
    ['scaling by nothing', { autoscaling: { enabled: true, cpu: 0, turnsInFlight: 0 } }],
  ])('are refused with %s', (_, wrong) => {
    expect(isValid({ ...values, ...wrong })).toBe(false);
  });

  it('may be all settings but secrets and those that the chart sets', () => {
    const ofChart = ['HOST', 'PORT', 'YYCHAT_DATA_DIR', 'SHUTDOWN_TIMEOUT'];
    const open = settingNames().filter(
      (name) => !isSecret(name) && !ofChart.includes(name) && !name.startsWith('OTEL_'),
    );
    const allowed = schema.properties.settings.propertyNames.anyOf[0].enum;
    expect([...allowed].sort()).toEqual([...open].sort());
  });
});

describe('the chart', () => {
  withHelm('has nothing that helm lint minds', () => {
    const { status, said } = runHelm(helm, 'lint', CHART, '--strict', '--set', SECRET);
    expect({ status, said }).toEqual({ status: 0, said: expect.not.stringMatching(/ERROR|WARN/) });
  });

  withHelm('asks for the Secret, and for a host of an Ingress', () => {
    expect(() => render(helm)).toThrow(/name a Secret/);
    expect(() => render(helm, SECRET, 'ingress.enabled=true')).toThrow(/name one at least/);
  });

  withHelm.each([
    ['as it is', [SECRET]],
    ['with everything', EVERYTHING],
    [
      'with nothing that can be left out',
      [SECRET, 'podDisruptionBudget.enabled=false,serviceAccount.create=false'],
    ],
  ])('makes objects that Kubernetes knows: %s', (_, values) => {
    const manifests = render(helm, ...values);
    expect(manifests.length).toBeGreaterThan(2);
    for (const manifest of manifests) checkManifest(manifest);
  });

  withHelm('is checked for fields that there are not', () => {
    const [deployment] = of('Deployment', render(helm, SECRET));
    const wrong = structuredClone(deployment) as unknown as { spec: Record<string, unknown> };
    wrong.spec['replica'] = 2;
    expect(() => checkManifest(wrong as unknown as Manifest)).toThrow('Deployment.spec.replica');
    wrong.spec = { ...wrong.spec, replica: undefined, replicas: 'two' };
    expect(() => checkManifest(wrong as unknown as Manifest)).toThrow(/replicas/);
  });
});

const of = (kind: string, manifests: readonly Manifest[]) => manifests.filter((each) => each.kind === kind);

interface Pod {
  readonly terminationGracePeriodSeconds: number;
  readonly automountServiceAccountToken: boolean;
  readonly securityContext: object;
  readonly containers: readonly {
    readonly env: readonly { readonly name: string; readonly value: string }[];
    readonly envFrom: readonly object[];
    readonly securityContext: object;
    readonly volumeMounts: readonly { readonly mountPath: string }[];
    readonly lifecycle: { readonly preStop: { readonly exec: { readonly command: readonly string[] } } };
  }[];
}

describe('a pod', () => {
  let manifests: readonly Manifest[];
  beforeAll(() => {
    if (helm !== '') manifests = render(helm, SECRET, 'shutdownTimeout=300', 'preStopSeconds=7');
  });
  const pod = () => {
    const [deployment] = of('Deployment', manifests);
    return (deployment as unknown as { spec: { template: { spec: Pod } } }).spec.template.spec;
  };

  withHelm('is given longer to end than its streams and the proxies are', () => {
    const [settings] = of('ConfigMap', manifests) as unknown as [{ data: Record<string, string> }];
    expect(settings.data['SHUTDOWN_TIMEOUT']).toBe('300');
    expect(pod().containers[0]?.lifecycle.preStop.exec.command).toEqual(['sleep', '7']);
    expect(pod().terminationGracePeriodSeconds).toBeGreaterThan(300 + 7 + 5);
  });

  withHelm('may do nothing that it need not', () => {
    const [container] = pod().containers;
    expect(pod()).toMatchObject({
      automountServiceAccountToken: false,
      securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
    });
    expect(container?.securityContext).toEqual({
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ['ALL'] },
    });
    expect(container?.volumeMounts.map(({ mountPath }) => mountPath)).toEqual(['/data', '/tmp']);
  });

  withHelm('has its secrets from the Secret alone', () => {
    const [container] = pod().containers;
    expect(container?.envFrom).toContainEqual({ secretRef: { name: 'yychat' } });
    const [settings] = of('ConfigMap', manifests) as unknown as [{ data: Record<string, string> }];
    const named = [...Object.keys(settings.data), ...(container?.env.map(({ name }) => name) ?? [])];
    expect(named.filter((name) => isSecret(name) || !settingNames().includes(name))).toEqual([]);
  });
});

it('the chart scales by a figure that docs/metrics.md has', () => {
  const name = /name: (yychat_\w+)/.exec(read('docker/chart/templates/horizontalpodautoscaler.yaml'))?.[1];
  expect(read('docs/metrics.md')).toContain(`\`${name?.replace('yychat_', '')}\``);
});
