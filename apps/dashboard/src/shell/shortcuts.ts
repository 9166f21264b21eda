import { useEffect, useRef } from 'react';

/** What keys do: `t`, `?`, ` `, or two after each other as `g o`. */
export type Shortcuts = Readonly<Record<string, () => void>>;

/** Milliseconds in which the second key must follow. */
const SEQUENCE = 1_500;
/** Where a key is text, or has a meaning of its own. */
const TYPING =
  'input:not([type="radio"], [type="checkbox"]), textarea, select, [contenteditable], [role="menu"], [role="dialog"]';
const PRESSING = 'button, input, a, summary, [role="tab"]';

/** Has keys do something, wherever the focus is but where one types. */
export function useShortcuts(shortcuts: Shortcuts): void {
  const latest = useRef(shortcuts);
  useEffect(() => {
    latest.current = shortcuts;
  }, [shortcuts]);
  useEffect(() => {
    let first = '';
    let firstAt = 0;
    const press = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing)
        return;
      const target = event.target instanceof Element ? event.target : document.body;
      if (target.closest(TYPING) !== null) return;
      if (event.key === ' ' && target.closest(PRESSING) !== null) return;
      const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
      const sequence = event.timeStamp - firstAt < SEQUENCE ? `${first} ${key}` : key;
      const act = latest.current[sequence] ?? latest.current[key];
      first = key;
      firstAt = event.timeStamp;
      if (act === undefined) return;
      event.preventDefault();
      first = '';
      act();
    };
    window.addEventListener('keydown', press);
    return () => window.removeEventListener('keydown', press);
  }, []);
}
