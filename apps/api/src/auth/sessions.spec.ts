import { beforeEach, describe, expect, it } from '@jest/globals';
import { KitClock } from '@yychat/metrics/testing';
import { hashKey, KeyRing } from './key-ring.js';
import type { Principal } from './principal.js';
import { Sessions } from './sessions.js';

const HOUR = 3_600_000;
const ADMIN_KEY = 'an-admin-key-0123456789';
const OPERATOR_KEY = 'an-operator-key-0123456789';
const principal = (name: string, role: Principal['role']): Principal => ({ name, role, tenant: 'default' });

let clock: KitClock;
let keys: KeyRing;
let sessions: Sessions;
beforeEach(() => {
  clock = new KitClock();
  keys = new KeyRing(new Map([[hashKey(ADMIN_KEY), principal('admin', 'admin')]]));
  keys.replace(new Map([[hashKey(OPERATOR_KEY), principal('ann', 'operator')]]));
  sessions = sessionsWith(ADMIN_KEY);
});
const sessionsWith = (adminKey: string) =>
  new Sessions({ keys, adminKey, clock, about: { demo: false, version: '1' } });

describe('a session', () => {
  it('is over after 12 hours', () => {
    const { token } = sessions.open({ key: OPERATOR_KEY });
    clock.advance(12 * HOUR - 1);
    expect(sessions.find(token)).toMatchObject({
      principal: { name: 'ann' },
      keyHash: hashKey(OPERATOR_KEY),
    });
    clock.advance(1);
    expect(sessions.find(token)).toBeUndefined();
  });

  it('is renewed when it is half over, for 12 hours more', () => {
    const { token } = sessions.open({ key: OPERATOR_KEY });
    clock.advance(6 * HOUR);
    expect(sessions.renew(sessions.find(token)!)).toBeUndefined();
    clock.advance(1);
    const renewed = sessions.renew(sessions.find(token)!);
    clock.advance(12 * HOUR - 1);
    expect(sessions.find(token)).toBeUndefined();
    expect(sessions.find(renewed!)).toMatchObject({ principal: { name: 'ann' } });
  });

  it('is found by whoever has the same admin key, and by nobody else', () => {
    const { token } = sessions.open({ key: OPERATOR_KEY });
    expect(sessionsWith(ADMIN_KEY).find(token)).toBeDefined();
    expect(sessionsWith(`${ADMIN_KEY}0`).find(token)).toBeUndefined();
  });
});

describe('the code of a login link', () => {
  it('stands for the admin key for 15 minutes', () => {
    const [used, late] = [sessions.makeLoginCode(), sessions.makeLoginCode()];
    clock.advance(15 * 60_000 - 1);
    expect(sessions.open({ code: used }).principal.role).toBe('admin');
    clock.advance(1);
    expect(() => sessions.open({ code: late })).toThrow(/too old/);
  });

  it('is used up by its first use', () => {
    const code = sessions.makeLoginCode();
    expect(sessions.open({ code }).principal.role).toBe('admin');
    expect(() => sessions.open({ code })).toThrow(expect.objectContaining({ status: 401 }));
  });
});
