import { describe, expect, it } from '@jest/globals';
import { AddressPolicy } from './address-policy.js';
import { resolveTarget } from './resolve-target.js';

const refused = (address: string, options = {}) => new AddressPolicy(options).refusal(address) !== undefined;

describe('where messages may go', () => {
  it.each(['8.8.8.8', '203.0.114.1', '2606:4700:4700::1111', '64:ff9b::808:808', '::ffff:8.8.8.8'])(
    '%s: yes',
    (address) => {
      expect(refused(address)).toBe(false);
    },
  );

  it.each([
    ['loopback', '127.0.0.1'],
    ['loopback', '127.8.9.10'],
    ['loopback', '::1'],
    ['private', '10.0.0.1'],
    ['private', '172.16.0.1'],
    ['private', '192.168.1.1'],
    ['private', 'fd12:3456::1'],
    ['shared', '100.64.0.1'],
    ['metadata', '169.254.169.254'],
    ['metadata', 'fd00:ec2::254'],
    ['metadata', '100.100.100.200'],
    ['link-local', '169.254.1.1'],
    ['link-local', 'fe80::1'],
    ['this host', '0.0.0.0'],
    ['this host', '::'],
    ['everybody', '255.255.255.255'],
    ['multicast', '224.0.0.1'],
    ['reserved', '240.0.0.1'],
    ['documentation', '192.0.2.1'],
    ['IPv4 in IPv6', '::ffff:127.0.0.1'],
    ['IPv4 in IPv6', '::ffff:169.254.169.254'],
    ['IPv4 behind NAT64', '64:ff9b::7f00:1'],
    ['IPv4 behind NAT64', '64:ff9b::a9fe:a9fe'],
    ['6to4', '2002:7f00:1::'],
    ['Teredo', '2001::1'],
    ['no address', 'localhost'],
  ])('%s %s: no', (_, address) => {
    expect(refused(address)).toBe(true);
  });

  it('into private ranges where that is allowed, but never to metadata or link-local addresses', () => {
    const options = { allowPrivate: true };
    expect(
      ['127.0.0.1', '10.1.2.3', 'fd12::1', '100.64.0.1'].map((address) => refused(address, options)),
    ).toEqual([false, false, false, false]);
    expect(
      ['169.254.169.254', '169.254.1.1', '100.100.100.200', 'fd00:ec2::254', '0.0.0.0'].map((address) =>
        refused(address, options),
      ),
    ).toEqual([true, true, true, true, true]);
  });

  it('where a range is named', () => {
    const options = { allow: ['10.1.0.0/16', '169.254.1.1', 'fd12::/16'] };
    expect(
      ['10.1.2.3', '169.254.1.1', 'fd12::5', '::ffff:10.1.2.3'].map((address) => refused(address, options)),
    ).toEqual([false, false, false, false]);
    expect(['10.2.2.3', '169.254.1.2', 'fd13::5'].map((address) => refused(address, options))).toEqual([
      true,
      true,
      true,
    ]);
  });

  it('is not for ranges that are none', () => {
    expect(() => new AddressPolicy({ allow: ['10.0.0.0/8', 'intranet'] })).toThrow('allow.1');
  });
});

describe('a host', () => {
  const policy = new AddressPolicy();

  it('leads to its first address', async () => {
    expect(await resolveTarget('a.example', policy, () => Promise.resolve(['8.8.8.8', '8.8.4.4']))).toBe(
      '8.8.8.8',
    );
  });

  it('is refused when any of its addresses is out of bounds', async () => {
    const mixed = resolveTarget('a.example', policy, () => Promise.resolve(['8.8.8.8', '127.0.0.1']));
    await expect(mixed).rejects.toMatchObject({ code: 'address_refused', retryable: false });
  });

  it('is not resolved when it is an address', async () => {
    const resolve = () => Promise.reject(new Error('asked'));
    expect(await resolveTarget('[2606:4700:4700::1111]', policy, resolve)).toBe('2606:4700:4700::1111');
    await expect(resolveTarget('[::1]', policy, resolve)).rejects.toMatchObject({ code: 'address_refused' });
  });

  it('that cannot be resolved may be there later', async () => {
    const failed = { code: 'dns_failed', retryable: true };
    await expect(
      resolveTarget('a.example', policy, () => Promise.reject(new Error('ENOTFOUND'))),
    ).rejects.toMatchObject(failed);
    await expect(resolveTarget('a.example', policy, () => Promise.resolve([]))).rejects.toMatchObject(failed);
  });
});
