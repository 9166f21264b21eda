import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { dashboard, rules } from './monitoring.js';
import { readYaml, ROOT } from './repository.js';

/** Of Debian's packages `prometheus` and `caddy`. */
const PROMTOOL = 'promtool';
const CADDY = 'caddy';
const has = (command: string, ...args: string[]) => spawnSync(command, args).error === undefined;
const FOLDER = join(ROOT, 'docker');

describe('Prometheus', () => {
  (has(PROMTOOL, '--version') ? it : it.skip)(
    'has a configuration and rules that promtool does not mind',
    () => {
      const { status, stdout, stderr } = spawnSync(
        PROMTOOL,
        ['check', 'config', join(FOLDER, 'monitoring/prometheus.yml')],
        { encoding: 'utf8' },
      );
      expect({ status, said: stdout + stderr }).toEqual({
        status: 0,
        said: expect.not.stringContaining('FAILED'),
      });
    },
  );

  it('asks the service that compose.yml has', () => {
    const { scrape_configs: jobs } = readYaml('docker/monitoring/prometheus.yml') as {
      scrape_configs: { dns_sd_configs: { names: string[] }[] }[];
    };
    const { services } = readYaml('docker/compose.yml') as { services: object };
    const names = jobs.flatMap(({ dns_sd_configs: found }) => found.flatMap((each) => each.names));
    expect(names).toEqual(['api']);
    expect(Object.keys(services)).toEqual(expect.arrayContaining(names));
  });

  it('has rules, each with how bad it is and what it says', () => {
    expect(rules().length).toBeGreaterThan(3);
    for (const { alert, labels, annotations } of rules()) {
      expect([alert, labels.severity]).toEqual([
        expect.stringMatching(/^YYChat/),
        expect.stringMatching(/^(?:warning|critical)$/),
      ]);
      expect(annotations.summary).toMatch(/\.$/);
    }
  });
});

describe('the dashboard for Grafana', () => {
  const { panels, templating } = dashboard();
  const shown = panels.filter(({ type }) => type !== 'row');

  it('has a title and a unit on each panel, and no two in one place', () => {
    expect(shown.length).toBeGreaterThan(20);
    for (const { title, fieldConfig } of shown) {
      expect([title, fieldConfig?.defaults.unit]).toEqual([
        expect.stringMatching(/\w/),
        expect.stringMatching(/\w/),
      ]);
    }
    const cells = panels.flatMap(({ gridPos: { x, y, w, h } }) =>
      Array.from({ length: w * h }, (_, i) => `${x + (i % w)},${y + Math.floor(i / w)}`),
    );
    expect(new Set(cells).size).toBe(cells.length);
    expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length);
  });

  it('asks the source that is chosen, and of the variables that it has', () => {
    const names = templating.list.map(({ name }) => name);
    expect(names).toEqual(['datasource', 'engine', 'instance']);
    for (const { datasource, targets = [] } of shown) {
      expect(datasource?.uid).toBe('${datasource}');
      for (const { expr } of targets) {
        const used = [...expr.matchAll(/\$(\w+)/g)].map(([, name]) => name);
        expect([...names, '__rate_interval']).toEqual(expect.arrayContaining(used));
      }
    }
  });

  it('shows the engine that is chosen wherever a figure is of an engine', () => {
    const ofEngines =
      /\b(?:yychat_turn|yychat_memory|yychat_engine|yychat_cost|gen_ai_(?:server|client))\w*\{/;
    const all = shown.flatMap(({ targets = [] }) => targets.map(({ expr }) => expr));
    const blind = all.filter((expr) => ofEngines.test(expr) && !expr.includes('engine=~"$engine"'));
    expect(blind).toEqual([]);
  });
});

describe('Caddy', () => {
  (has(CADDY, 'version') ? it : it.skip).each(['Caddyfile', 'dashboard.Caddyfile'])(
    'does not mind %s',
    (name) => {
      const { status, stderr } = spawnSync(
        CADDY,
        ['validate', '--adapter', 'caddyfile', '--config', join(FOLDER, name)],
        { encoding: 'utf8' },
      );
      expect(status === 0 ? '' : stderr).toBe('');
    },
  );
});
