import { AlertConflictError, AlertNotFoundError, InvalidAlertError, type FieldIssue } from '../errors.js';
import type { AlertStore } from '../ports/alert-store.js';
import type { Clock } from '../ports/clock.js';
import type { HistoryType } from '../ports/history.js';
import type { SignalCatalog } from '../ports/signal-catalog.js';
import { parseRule } from '../rule/parse.js';
import type { AlertRule, AlertRuleInput } from '../rule/rule.js';
import { changedFields } from './changed-fields.js';
import { referenceIssues } from './rule-references.js';

const MOST_RULES = 1_000;

export interface RuleBookOptions {
  readonly store: AlertStore;
  readonly clock: Clock;
  /** What there is to measure; without it, any metric is taken. */
  readonly catalog?: SignalCatalog;
}

/** The rules, as people set them. Every change goes into the history with who made it. */
export class RuleBook {
  readonly #options: RuleBookOptions;

  constructor(options: RuleBookOptions) {
    this.#options = options;
  }

  /** By id. @throws AlertStoreError */
  async list(): Promise<readonly AlertRule[]> {
    const rules = await this.#options.store.read('rules');
    return [...rules.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
  }

  /** @throws AlertNotFoundError, AlertStoreError */
  async get(id: string): Promise<AlertRule> {
    const rule = await this.#options.store.get('rules', id);
    if (rule === undefined) throw new AlertNotFoundError('alert rule', id);
    return rule;
  }

  /** What the rule would be, without keeping it. @throws InvalidAlertError, AlertStoreError */
  async check(input: unknown): Promise<AlertRule> {
    const rule = parseRule(input);
    const { store, catalog } = this.#options;
    const [rules, channels] = await Promise.all([store.read('rules'), store.read('channels')]);
    const issues: readonly FieldIssue[] = referenceIssues(rule, rules, channels, catalog);
    if (issues.length > 0) throw new InvalidAlertError('alert rule', issues);
    return rule;
  }

  /** @throws InvalidAlertError; AlertConflictError when the id is taken or there are too many; AlertStoreError */
  async create(input: unknown, actor: string): Promise<AlertRule> {
    const rule = { ...(await this.check(input)), version: 1 };
    const rules = await this.#options.store.read('rules');
    if (rules.has(rule.id)) throw new AlertConflictError(`There is a rule "${rule.id}" already.`, 'id');
    if (rules.size >= MOST_RULES)
      throw new AlertConflictError(`There are ${MOST_RULES} rules already.`, null);
    await this.#commit('ruleCreated', rule, null, actor);
    return rule;
  }

  /**
   * Puts `input` in a rule's place. `input.version` is the version that it was made from.
   * @throws InvalidAlertError, AlertNotFoundError; AlertConflictError when the rule was changed since; AlertStoreError
   */
  async replace(id: string, input: unknown, actor: string): Promise<AlertRule> {
    const known = await this.get(id);
    const given = typeof input === 'object' && input !== null ? input : {};
    if (!('version' in given)) {
      throw new InvalidAlertError('alert rule', [
        { path: 'version', message: 'is needed: the one that was read' },
      ]);
    }
    const rule = await this.check({ ...given, id });
    if (rule.version !== known.version) {
      throw new AlertConflictError(`Rule "${id}" is at version ${known.version} by now.`);
    }
    const next = { ...rule, version: known.version + 1 };
    await this.#commit('ruleChanged', next, known.version, actor, { fields: changedFields(known, next) });
    return next;
  }

  /** @throws AlertNotFoundError, AlertConflictError, AlertStoreError */
  async remove(id: string, actor: string): Promise<void> {
    const { store, clock } = this.#options;
    const { version, name } = await this.get(id);
    await store.commit({
      expect: [{ collection: 'rules', id, version }],
      writes: [{ collection: 'rules', id }],
      history: [{ type: 'ruleDeleted', at: clock.now(), ruleId: id, actor, detail: { name } }],
    });
  }

  /**
   * Puts in the rules to begin with, where none were ever set; a deleted one stays deleted. Resolves to whether it did.
   * @throws AlertStoreError
   */
  async seed(inputs: readonly AlertRuleInput[]): Promise<boolean> {
    const { store } = this.#options;
    if ((await store.get('meta', 'seeded')) !== undefined || (await store.read('rules')).size > 0)
      return false;
    const at = this.#options.clock.now();
    await store.commit({
      expect: [{ collection: 'meta', id: 'seeded', version: null }],
      writes: [
        ...inputs.map(parseRule).map((value) => ({ collection: 'rules', id: value.id, value }) as const),
        { collection: 'meta', id: 'seeded', value: { evaluatedAt: at } },
      ],
    });
    return true;
  }

  #commit(
    type: HistoryType,
    value: AlertRule,
    expected: number | null,
    actor: string,
    detail: Readonly<Record<string, unknown>> = {},
  ): Promise<void> {
    return this.#options.store.commit({
      expect: [{ collection: 'rules', id: value.id, version: expected }],
      writes: [{ collection: 'rules', id: value.id, value }],
      history: [
        {
          type,
          at: this.#options.clock.now(),
          ruleId: value.id,
          actor,
          detail: { name: value.name, ...detail },
        },
      ],
    });
  }
}
