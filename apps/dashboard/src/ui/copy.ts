/**
 * Puts text into the clipboard.
 * @param near where it was asked for: a dialog lets the focus go nowhere else
 * @returns false when the browser does not let it
 */
export async function copy(text: string, near: HTMLElement): Promise<boolean> {
  // Browsers have a clipboard on https and on localhost only, and a service within a company may be on neither.
  if (!window.isSecureContext) return copySelection(text, near);
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copySelection(text, near);
  }
}

function copySelection(text: string, near: HTMLElement): boolean {
  const area = document.createElement('textarea');
  area.value = text;
  area.readOnly = true;
  area.className = 'visually-hidden';
  near.after(area);
  area.select();
  try {
    // There is nothing else on such pages, and no browser has taken it away.
    // eslint-disable-next-line @typescript-eslint/no-deprecated
    return document.execCommand('copy');
  } catch {
    return false;
  } finally {
    area.remove();
    near.focus();
  }
}
