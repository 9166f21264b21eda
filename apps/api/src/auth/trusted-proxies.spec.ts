import { expect, it } from '@jest/globals';
import { trustProxySchema } from './trusted-proxies.js';

const trusted = (setting: string, ...addresses: string[]) => {
  const isTrusted = trustProxySchema.parse(setting);
  return addresses.map((address) => isTrusted(address));
};

it('are the addresses and networks that are named', () => {
  const setting = '10.0.0.0/8, 192.168.7.1,fd00::/8';
  const named = trusted(setting, '10.1.2.3', '192.168.7.1', 'fd12::1', '::ffff:10.1.2.3');
  expect(named).toEqual([true, true, true, true]);
  expect(trusted(setting, '11.0.0.1', '192.168.7.2', 'fe80::1', '::1', '')).not.toContain(true);
});

it('are all or none, where that is said', () => {
  expect(trusted('true', '1.2.3.4', '::1')).toEqual([true, true]);
  expect(trusted('false', '127.0.0.1', '::1')).toEqual([false, false]);
});

it.each(['10.0.0.0/33', 'fd00::/129', 'proxy.example', '127.0.0.1,', '1', '10.0.0.0/8/8', '10.0.0.0/-1'])(
  'are not %s',
  (setting) => {
    expect(() => trustProxySchema.parse(setting)).toThrow(/true, false, or addresses and networks/);
  },
);
