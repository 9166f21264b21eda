import { hashKey } from '../auth/key-ring.js';
import { FORMER_DEFAULT_KEY, formerSettings, type FormerSetting } from './former-settings.js';

/** What whoever runs the service should know of a setting. Never quotes what was given. */
export interface SettingNotice {
  readonly setting: string;
  readonly message: string;
}

export interface AdoptedSettings {
  /** By the names of today. */
  readonly given: Readonly<Record<string, string>>;
  /** By which name of the Python YYChat a setting was given, where it was by one. */
  readonly givenAs: Readonly<Record<string, string>>;
  readonly notices: readonly SettingNotice[];
}

/** Reads the settings of the Python YYChat as what they are called now. A name of today wins. */
export function adoptFormerSettings(all: Readonly<Record<string, string>>): AdoptedSettings {
  const given: Record<string, string> = {};
  const former: (readonly [name: string, value: string, FormerSetting])[] = [];
  for (const [name, value] of Object.entries(all)) {
    const setting = formerSettings[name];
    if (setting === undefined) given[name] = value;
    else former.push([name, value, setting]);
  }
  const givenAs: Record<string, string> = {};
  const notices: SettingNotice[] = [];
  for (const [setting, value, what] of former) {
    const say = (message: string) => notices.push({ setting, message: `${setting}: ${message}` });
    if ('gone' in what) {
      const withheld = what.withholds?.where(value) === true ? what.withholds.setting : undefined;
      const unread = withheld !== undefined && Reflect.has(given, withheld);
      if (unread) Reflect.deleteProperty(given, withheld);
      say(`is no setting any more: ${what.gone}${unread ? `; ${withheld} is not read because of it` : ''}`);
      continue;
    }
    const { now, as = (same: string) => same } = what;
    const adopted = as(value);
    if (adopted === undefined) say(`is not needed any more; see ${now}`);
    else if (now in given) say(`is not read, because ${now}, as it is called now, is set`);
    else {
      say(`is read as ${now}${adopted === value ? '' : `=${adopted}`}, as it is called now`);
      given[now] = adopted;
      givenAs[now] = setting;
    }
  }
  const key = given['YYCHAT_API_KEY'];
  if (key !== undefined && hashKey(key) === FORMER_DEFAULT_KEY) {
    const setting = 'YYCHAT_API_KEY';
    const message = `${setting}: is the one that the Python YYChat came with, which is published; anybody can be admin until it is another`;
    notices.push({ setting, message });
  }
  return { given, givenAs, notices };
}
