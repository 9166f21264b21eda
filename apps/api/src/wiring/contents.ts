import type { RedisConnection } from '@yychat/cache/redis';
import type { Clock, Logger } from '@yychat/engine-core';
import type { TurnListener } from '../chat/turn-listener.js';
import { redisContentsBus } from '../contents/contents-bus.js';
import { ContentsListener } from '../contents/contents-listener.js';
import { KeptContents } from '../contents/kept-contents.js';
import { TurnContentsDesk } from '../contents/turn-contents-desk.js';
import type { Settings } from '../settings/settings.js';

interface Around {
  readonly redis: RedisConnection | undefined;
  readonly instance: string;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** Keeps what turns were shown, for a while, unless the settings say for how long: not at all. */
export function openContents({ TURN_CONTENTS_TTL: ttl }: Settings, { redis, ...around }: Around) {
  const kept = new KeptContents({ ttl, clock: around.clock });
  const bus = redis && redisContentsBus(redis);
  const listeners: readonly TurnListener[] = ttl > 0 ? [new ContentsListener(kept)] : [];
  return { contents: new TurnContentsDesk({ kept, bus, ...around }), listeners };
}
