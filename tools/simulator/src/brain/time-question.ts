const ENGLISH =
  /\bwhat(?:'s|’s| is)?(?: the)?(?: current| exact| local)? (?:time|date|day)\b(?! (?:complexity|limit|frame|signature|zone))|\btime is it\b|\b(?:current|local) (?:time|date)\b|\btoday['’]?s date\b|\btell me the (?:time|date)\b|\bthe time (?:now|in)\b/i;
const CHINESE =
  /几点|现在.{0,6}时间|当前.{0,4}(?:时间|日期)|什么时间|时间是多少|今天.{0,4}(?:几号|几月|日期|星期|周几|礼拜)|几月几[号日]|星期几/;
const IANA = /\b[A-Z][A-Za-z_]+(?:\/[A-Z][A-Za-z_+-]+){1,2}\b/g;

const CITIES: readonly (readonly [RegExp, string])[] = [
  [/\b(?:utc|gmt)\b/i, 'UTC'],
  [/\btokyo\b|\bosaka\b|\bjapan\b|东京|大阪|日本/i, 'Asia/Tokyo'],
  [/\bseoul\b|首尔|韩国/i, 'Asia/Seoul'],
  [
    /\bbeijing\b|\bshanghai\b|\bshenzhen\b|\bguangzhou\b|\bchina\b|北京|上海|深圳|广州|中国/i,
    'Asia/Shanghai',
  ],
  [/\bhong kong\b|香港/i, 'Asia/Hong_Kong'],
  [/\btaipei\b|台北/i, 'Asia/Taipei'],
  [/\bsingapore\b|新加坡/i, 'Asia/Singapore'],
  [/\bbangkok\b|曼谷/i, 'Asia/Bangkok'],
  [/\bmumbai\b|\bdelhi\b|\bbangalore\b|\bindia\b|孟买|德里|印度/i, 'Asia/Kolkata'],
  [/\bdubai\b|迪拜/i, 'Asia/Dubai'],
  [/\bistanbul\b|伊斯坦布尔/i, 'Europe/Istanbul'],
  [/\bmoscow\b|莫斯科/i, 'Europe/Moscow'],
  [/\bberlin\b|\bmunich\b|\bhamburg\b|\bgermany\b|柏林|慕尼黑|德国/i, 'Europe/Berlin'],
  [/\bparis\b|\bfrance\b|巴黎|法国/i, 'Europe/Paris'],
  [/\bmadrid\b|\bbarcelona\b|\bspain\b|马德里|西班牙/i, 'Europe/Madrid'],
  [/\brome\b|\bmilan\b|\bitaly\b|罗马|意大利/i, 'Europe/Rome'],
  [/\bamsterdam\b|阿姆斯特丹/i, 'Europe/Amsterdam'],
  [/\bzurich\b|苏黎世/i, 'Europe/Zurich'],
  [/\blondon\b|伦敦|英国/i, 'Europe/London'],
  [/\bnew york\b|\bnyc\b|\bboston\b|纽约/i, 'America/New_York'],
  [/\bchicago\b|芝加哥/i, 'America/Chicago'],
  [/\bdenver\b|丹佛/i, 'America/Denver'],
  [/\blos angeles\b|\bsan francisco\b|\bseattle\b|洛杉矶|旧金山|西雅图/i, 'America/Los_Angeles'],
  [/\btoronto\b|多伦多/i, 'America/Toronto'],
  [/\bsao paulo\b|\bsão paulo\b|圣保罗/i, 'America/Sao_Paulo'],
  [/\bcairo\b|开罗/i, 'Africa/Cairo'],
  [/\bnairobi\b|内罗毕/i, 'Africa/Nairobi'],
  [/\bsydney\b|悉尼/i, 'Australia/Sydney'],
  [/\bauckland\b|奥克兰/i, 'Pacific/Auckland'],
];

/** Whether a message, English or Chinese, asks what time or day it is. */
export function asksForTime(message: string): boolean {
  return ENGLISH.test(message) || CHINESE.test(message);
}

/** The time zone that a message names, itself or by a well-known place: an IANA name. */
export function zoneIn(message: string): string | undefined {
  const named = Array.from(message.matchAll(IANA), ([zone]) => zone).find(isZone);
  return named ?? CITIES.find(([place]) => place.test(message))?.[1];
}

function isZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
