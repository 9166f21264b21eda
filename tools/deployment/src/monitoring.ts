import { readYaml } from './repository.js';

export interface Panel {
  readonly id: number;
  readonly type: string;
  readonly title: string;
  readonly gridPos: { readonly x: number; readonly y: number; readonly w: number; readonly h: number };
  readonly datasource?: { readonly uid: string };
  readonly fieldConfig?: { readonly defaults: { readonly unit: string } };
  readonly targets?: readonly { readonly expr: string }[];
}

export interface Dashboard {
  readonly panels: readonly Panel[];
  readonly templating: { readonly list: readonly { readonly name: string; readonly definition?: string }[] };
}

export interface Rule {
  readonly alert: string;
  readonly expr: string;
  readonly labels: { readonly severity: string };
  readonly annotations: { readonly summary: string };
}

/** The dashboard that Grafana is given. */
export function dashboard(): Dashboard {
  return readYaml('docker/monitoring/grafana/dashboards/yychat.json') as Dashboard;
}

/** The rules that Prometheus is given. */
export function rules(): readonly Rule[] {
  const { groups } = readYaml('docker/monitoring/rules.yml') as { groups: { rules: Rule[] }[] };
  return groups.flatMap((group) => group.rules);
}
