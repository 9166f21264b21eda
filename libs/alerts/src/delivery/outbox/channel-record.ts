import type { ChannelRecord } from '../../ports/dispatcher.js';

export function newChannelRecord(id: string): ChannelRecord {
  return {
    id,
    sends: [],
    blockedUntil: 0,
    delivered: 0,
    failed: 0,
    retried: 0,
    digested: 0,
    dropped: 0,
    lastDeliveredAt: null,
    lastFailedAt: null,
    lastError: null,
  };
}
