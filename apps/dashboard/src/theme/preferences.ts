/** What a browser remembers of how somebody likes the page. Nothing else may be stored. */
export type Preference = 'theme' | 'language';

const nameOf = (preference: Preference) => `yychat.${preference}`;

export function recall(preference: Preference): string | null {
  try {
    return localStorage.getItem(nameOf(preference));
  } catch {
    // A browser may forbid storage; the page works without it.
    return null;
  }
}

export function remember(preference: Preference, value: string | null): void {
  try {
    if (value === null) localStorage.removeItem(nameOf(preference));
    else localStorage.setItem(nameOf(preference), value);
  } catch {
    // As above.
  }
}
