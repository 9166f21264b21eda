import { isIP } from 'node:net';
import { AlertNotFoundError, AlertConflictError, InvalidAlertError, type FieldIssue } from '../../errors.js';
import type { AlertNotification } from '../../overlay/notification.js';
import type { AlertStore, Write } from '../../ports/alert-store.js';
import type { ChannelRecord, DeliveryProblem } from '../../ports/dispatcher.js';
import { parseWith } from '../../rule/parse.js';
import { changedFields } from '../../desk/changed-fields.js';
import { toDeliveryError } from '../delivery-error.js';
import { createOutside, type OutsideOptions } from '../http/outside.js';
import type { Outside } from '../http/post.js';
import { send } from '../senders/send.js';
import { channelSchema, type ChannelConfig } from './channel-config.js';
import { maskChannel, unmaskChannel } from './channel-secrets.js';

const MOST_CHANNELS = 50;

export interface ChannelBookOptions extends OutsideOptions {
  readonly store: AlertStore;
}

/** A channel as it may be shown, and how it has been doing. */
export interface ChannelView {
  /** With masks in place of secrets. */
  readonly channel: ChannelConfig;
  /** Null: nothing was sent there yet. */
  readonly record: ChannelRecord | null;
}

export interface ChannelTest {
  readonly ok: boolean;
  /** Milliseconds. */
  readonly duration: number;
  readonly error: DeliveryProblem | null;
}

/** The channels, as people set them. Secrets go in and never come out. */
export class ChannelBook {
  readonly #store: AlertStore;
  readonly #outside: Outside;

  /** @throws InvalidAlertError for an address range that is none */
  constructor({ store, ...outside }: ChannelBookOptions) {
    this.#store = store;
    this.#outside = createOutside(outside);
  }

  /** By id. @throws AlertStoreError */
  async list(): Promise<readonly ChannelView[]> {
    const [channels, records] = await Promise.all([this.#read(), this.#store.read('deliveries')]);
    return [...channels.values()]
      .sort((a, b) => (a.id < b.id ? -1 : 1))
      .map((channel) => ({ channel: maskChannel(channel), record: records.get(channel.id) ?? null }));
  }

  /**
   * Puts a list in the place of all channels. Each has the `version` that it was read with; new ones need none. Masks keep the
   * secrets that they stand for, as long as the destination stays.
   * @throws InvalidAlertError, AlertConflictError when one was changed since; AlertStoreError
   */
  async replaceAll(inputs: readonly unknown[], actor: string): Promise<readonly ChannelView[]> {
    if (inputs.length > MOST_CHANNELS) {
      throw new InvalidAlertError('channel', [{ path: '', message: `at most ${MOST_CHANNELS} channels` }]);
    }
    const known = await this.#read();
    const channels = inputs.map((input, i) => this.#take(input, i, known));
    const ids = channels.map(({ id }) => id);
    const twice = ids.findIndex((id, i) => ids.indexOf(id) !== i);
    if (twice >= 0)
      throw new InvalidAlertError('channel', [{ path: `${twice}.id`, message: 'is there twice' }]);
    await this.#commit(channels, known, actor);
    return this.list();
  }

  /**
   * Sends a test message now, past the queue.
   * @throws AlertNotFoundError, AlertStoreError; what the receiver makes of it is in the answer
   */
  async test(
    id: string,
    actor: string,
    signal: AbortSignal = new AbortController().signal,
  ): Promise<ChannelTest> {
    const channel = (await this.#read()).get(id);
    if (channel === undefined) throw new AlertNotFoundError('channel', id);
    const { clock } = this.#outside;
    const begun = clock.monotonic();
    const error = await send(channel, testNotification(id, clock.now()), this.#outside, signal).then(
      () => null,
      (failure: unknown) => toDeliveryError(failure),
    );
    const problem = error && { code: error.code, message: error.message };
    await this.#store.commit({
      history: [
        {
          type: 'channelTested',
          at: clock.now(),
          channelId: id,
          actor,
          ...(problem && { reason: problem.message }),
        },
      ],
    });
    return { ok: error === null, duration: clock.monotonic() - begun, error: problem };
  }

  #take(input: unknown, index: number, known: ReadonlyMap<string, ChannelConfig>): ChannelConfig {
    const given = at(index, () => parseWith(channelSchema, 'channel', input));
    const before = known.get(given.id);
    const { channel, issues } = unmaskChannel(given, before);
    const found: FieldIssue[] = [...issues];
    const refusal = this.#refusal(channel);
    if (refusal !== undefined) found.push(refusal);
    if (found.length > 0)
      throw new InvalidAlertError(
        'channel',
        found.map((issue) => under(index, issue)),
      );
    if (before === undefined) return { ...channel, version: 1 };
    if (given.version !== before.version) {
      throw new AlertConflictError(`Channel "${given.id}" is at version ${before.version} by now.`);
    }
    return JSON.stringify(channel) === JSON.stringify(before)
      ? before
      : { ...channel, version: before.version + 1 };
  }

  /** An address that is written down can be judged at once; a name has to wait until it is used. */
  #refusal(channel: ChannelConfig): FieldIssue | undefined {
    const [path, host] =
      channel.type === 'email' ? ['host', channel.host] : ['url', new URL(channel.url).hostname];
    const bare = host.replaceAll(/^\[|\]$/g, '');
    const refusal = isIP(bare) === 0 ? undefined : this.#outside.policy.refusal(bare);
    return refusal === undefined ? undefined : { path, message: `messages may not go there: ${refusal}` };
  }

  async #commit(
    channels: readonly ChannelConfig[],
    known: ReadonlyMap<string, ChannelConfig>,
    actor: string,
  ): Promise<void> {
    const kept = new Set(channels.map(({ id }) => id));
    const changed = channels.filter((channel) => known.get(channel.id) !== channel);
    const gone = [...known.values()].filter(({ id }) => !kept.has(id));
    if (changed.length === 0 && gone.length === 0) return;
    const writes: Write[] = [
      ...changed.map((value) => ({ collection: 'channels', id: value.id, value }) as const),
      ...gone.flatMap(({ id }) => [
        { collection: 'channels', id } as const,
        { collection: 'deliveries', id } as const,
      ]),
    ];
    await this.#store.commit({
      writes,
      expect: [...changed, ...gone].map(({ id }) => {
        return { collection: 'channels', id, version: known.get(id)?.version ?? null };
      }),
      history: [
        {
          type: 'channelsChanged',
          at: this.#outside.clock.now(),
          actor,
          detail: {
            changed: Object.fromEntries(
              changed.map((channel) => [channel.id, changedFields(known.get(channel.id) ?? {}, channel)]),
            ),
            deleted: gone.map(({ id }) => id),
          },
        },
      ],
    });
  }

  async #read(): Promise<ReadonlyMap<string, ChannelConfig>> {
    const documents = await this.#store.read('channels');
    return new Map(
      [...documents].map(([id, document]) => [id, parseWith(channelSchema, 'channel', document)]),
    );
  }
}

function at<T>(index: number, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof InvalidAlertError)) throw error;
    throw new InvalidAlertError(
      'channel',
      error.issues.map((issue) => under(index, issue)),
    );
  }
}

function under(index: number, { path, ...issue }: FieldIssue): FieldIssue {
  return { ...issue, path: path === '' ? String(index) : `${index}.${path}` };
}

function testNotification(channelId: string, now: number): AlertNotification {
  const key = `${channelId}:test:${now}`;
  return { key, channelId, kind: 'test', severity: 'info', group: 'test', createdAt: now, alerts: [] };
}
