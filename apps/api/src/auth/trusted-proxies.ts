import { BlockList, isIP } from 'node:net';
import { z } from 'zod';

/** Whether what this address says in `X-Forwarded-…` is to be believed. */
export type IsTrusted = (address: string) => boolean;

const ALLOWED = 'true, false, or addresses and networks such as 10.0.0.0/8, with commas between';

/** `TRUST_PROXY`: who may say for whom, over what and to which host a request came. */
export const trustProxySchema = z.string().transform((text, context): IsTrusted => {
  if (text === 'true' || text === 'false') return () => text === 'true';
  const list = new BlockList();
  const areGood = text.split(',').map((entry) => add(list, entry.trim()));
  if (areGood.includes(false)) context.addIssue({ code: 'custom', message: ALLOWED });
  return (address) => list.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4');
});

function add(list: BlockList, entry: string): boolean {
  const [address = '', prefix, ...rest] = entry.split('/');
  const version = isIP(address);
  if (version === 0 || rest.length > 0) return false;
  const family = version === 6 ? 'ipv6' : 'ipv4';
  if (prefix === undefined) list.addAddress(address, family);
  else if (!/^\d{1,3}$/.test(prefix) || Number(prefix) > (version === 6 ? 128 : 32)) return false;
  else list.addSubnet(address, Number(prefix), family);
  return true;
}
