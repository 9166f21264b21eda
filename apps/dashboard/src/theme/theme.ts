import { useSyncExternalStore } from 'react';
import { recall, remember } from './preferences.js';

export type Theme = 'light' | 'dark';
export type ThemeChoice = Theme | 'system';

const dark = window.matchMedia('(prefers-color-scheme: dark)');
const listeners = new Set<() => void>();
let choice = toChoice(recall('theme'));

function toChoice(text: string | null): ThemeChoice {
  return text === 'light' || text === 'dark' ? text : 'system';
}

function show(): void {
  if (choice === 'system') delete document.documentElement.dataset['theme'];
  else document.documentElement.dataset['theme'] = choice;
  for (const listener of listeners) listener();
}

/** Has the page look as was chosen last time. Before the first paint. */
export function startTheme(): void {
  dark.addEventListener('change', show);
  show();
}

export function chooseTheme(next: ThemeChoice): void {
  choice = next;
  remember('theme', next === 'system' ? null : next);
  show();
}

const subscribe = (listener: () => void) => {
  listeners.add(listener);
  return () => void listeners.delete(listener);
};
const current = (): Theme => (choice === 'system' ? (dark.matches ? 'dark' : 'light') : choice);

/** What the page looks like now. */
export function useTheme(): Theme {
  return useSyncExternalStore(subscribe, current);
}

export function toggleTheme(): void {
  chooseTheme(current() === 'dark' ? 'light' : 'dark');
}
