import type { FieldIssue } from '../../errors.js';

/** What stands in place of a secret when a channel is read. Long enough to be taken for one when it comes back. */
export const MASK = '****************';

/** Fields that are written and never read again. The robots' URLs are keys themselves. */
const SECRETS: Readonly<Record<string, readonly string[]>> = {
  webhook: ['secret', 'headers'],
  slack: ['url'],
  dingtalk: ['url', 'secret'],
  feishu: ['url', 'secret'],
  wecom: ['url'],
  email: ['password'],
};

/** Fields that say where the secrets would go. */
const DESTINATION: readonly string[] = ['type', 'url', 'host', 'port', 'tls', 'user'];

type Fields = Readonly<Record<string, unknown>>;

/** The channel as it may be shown. */
export function maskChannel<T extends { readonly type: string }>(channel: T): T {
  const masked: Record<string, unknown> = { ...channel };
  for (const field of SECRETS[channel.type] ?? []) {
    if (masked[field] !== undefined) masked[field] = maskOf(field, masked[field]);
  }
  return masked as T;
}

/**
 * Puts the secrets that are known in place of masks that came back. Only for the same destination: else whoever may change a channel
 * could have its secrets sent to himself.
 */
export function unmaskChannel<T extends { readonly type: string }>(
  given: T,
  known: { readonly type: string } | undefined,
): { readonly channel: T; readonly issues: readonly FieldIssue[] } {
  const channel: Record<string, unknown> = { ...given };
  const before: Fields = known?.type === given.type ? { ...known } : {};
  const back = (SECRETS[given.type] ?? []).filter((field) => holdsMask(channel[field]));
  const kept = back.filter(
    (field) => before[field] !== undefined && same(channel[field], maskOf(field, before[field])),
  );
  for (const field of kept) channel[field] = before[field];
  const moved = DESTINATION.some((field) => !same(channel[field], before[field]));
  const lost = back.filter((field) => moved || !kept.includes(field));
  return {
    channel: channel as T,
    issues: lost.map((path) => ({
      path,
      code: 'given_again',
      message: 'must be given again: it is kept for the same destination only',
    })),
  };
}

/** Every text of a channel that must not be seen. */
export function secretTexts(channel: { readonly type: string }): readonly string[] {
  const fields: Fields = { ...channel };
  const values = (SECRETS[channel.type] ?? []).flatMap((field) => textsOf(fields[field]));
  const inUrls = values.flatMap((value) => (URL.canParse(value) ? urlSecrets(new URL(value)) : []));
  return [...values, ...inUrls].filter((text) => text.length >= 4).sort((a, b) => b.length - a.length);
}

function urlSecrets({ pathname, search, searchParams }: URL): readonly string[] {
  return [
    pathname,
    search,
    ...searchParams.values(),
    ...pathname.split('/').filter((part) => part.length >= 8),
  ];
}

function maskOf(field: string, value: unknown): unknown {
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.keys(value).map((name) => [name, MASK]));
  }
  if (field === 'url' && typeof value === 'string' && URL.canParse(value))
    return `${new URL(value).origin}/${MASK}`;
  return MASK;
}

function holdsMask(value: unknown): boolean {
  return textsOf(value).some((text) => text.includes(MASK));
}

function textsOf(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null
    ? Object.values(value).filter((text) => typeof text === 'string')
    : [];
}

function same(some: unknown, others: unknown): boolean {
  return JSON.stringify(some) === JSON.stringify(others);
}
