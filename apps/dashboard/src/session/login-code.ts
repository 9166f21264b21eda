/**
 * Takes the one-time code out of a login link, `/dashboard#login=CODE`, and out of the address bar and the browser's
 * history. A fragment reaches no server and no log.
 */
export function takeLoginCode(): string | null {
  const code = new URLSearchParams(window.location.hash.slice(1)).get('login');
  if (code === null) return null;
  window.history.replaceState(null, '', window.location.pathname + window.location.search);
  return code;
}
