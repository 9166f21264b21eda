import { Deployment } from 'kubernetes-models/apps/v1/Deployment';
import { HorizontalPodAutoscaler } from 'kubernetes-models/autoscaling/v2/HorizontalPodAutoscaler';
import { Ingress } from 'kubernetes-models/networking.k8s.io/v1/Ingress';
import { PodDisruptionBudget } from 'kubernetes-models/policy/v1/PodDisruptionBudget';
import { ConfigMap } from 'kubernetes-models/v1/ConfigMap';
import { Service } from 'kubernetes-models/v1/Service';
import { ServiceAccount } from 'kubernetes-models/v1/ServiceAccount';

/** What all objects of Kubernetes have. */
export interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly labels: Readonly<Record<string, string>> };
}

type Model = (new (data?: never) => { validate(): void }) & {
  readonly apiVersion: string;
  readonly kind: string;
};

const models: readonly Model[] = [
  ...[ConfigMap, Deployment, HorizontalPodAutoscaler, Ingress],
  ...[PodDisruptionBudget, Service, ServiceAccount],
];

/** Not Kubernetes' own: no schema of it is at hand. */
const FOREIGN = 'monitoring.coreos.com/v1';

/**
 * Checks an object against the schema of its kind, and that it has no field that the schema does not know.
 * @throws Error that names the field
 */
export function checkManifest(manifest: Manifest): void {
  const { apiVersion, kind } = manifest;
  if (apiVersion === FOREIGN) return;
  const Kind = models.find((each) => each.apiVersion === apiVersion && each.kind === kind);
  if (Kind === undefined) throw new Error(`No schema of ${kind} of ${apiVersion} is looked at here.`);
  const model = new Kind(manifest as never);
  const unread = new Map<object, { readonly path: string; readonly keys: Set<string> }>();
  watched(model, kind, unread).validate();
  const unknown = [...unread.values()].flatMap(({ path, keys }) => [...keys].map((key) => `${path}.${key}`));
  if (unknown.length > 0) throw new Error(`The schema knows nothing of ${unknown.join(', ')}.`);
}

/** The same value, of which is noted what was never looked at: a validator looks at each field that its schema has. */
function watched<Value>(
  value: Value,
  path: string,
  unread: Map<object, { readonly path: string; readonly keys: Set<string> }>,
): Value {
  if (typeof value !== 'object' || value === null) return value;
  const noted = unread.get(value) ?? { path, keys: new Set(Array.isArray(value) ? [] : Object.keys(value)) };
  unread.set(value, noted);
  return new Proxy(value, {
    get(target, key) {
      if (typeof key === 'string') noted.keys.delete(key);
      return watched(Reflect.get(target, key) as unknown, `${path}.${String(key)}`, unread);
    },
  });
}
