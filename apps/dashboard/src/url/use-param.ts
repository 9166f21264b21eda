import { useCallback, useMemo } from 'react';
import { useLocation, useSearch } from 'wouter';
import { navigate } from 'wouter/use-browser-location';
import type { Param } from './param.js';

export interface SetOptions {
  /** Whether it is a step back in the browser's history. Default: no. */
  readonly push?: boolean;
}

/** A value that is kept in the address. Nothing secret may be. */
export function useParam<Value>(
  name: string,
  param: Param<Value>,
): readonly [value: Value, set: (value: Value, options?: SetOptions) => void] {
  const text = new URLSearchParams(useSearch()).get(name);
  const value = useMemo(() => param.parse(text), [param, text]);
  const set = useCallback(
    (next: Value, { push = false }: SetOptions = {}) => {
      // As it is now, for others may have been set since the last rendering.
      const params = new URLSearchParams(window.location.search);
      const formatted = param.format(next);
      if (formatted === null) params.delete(name);
      else params.set(name, formatted);
      const search = params.toString();
      navigate(window.location.pathname + (search === '' ? '' : `?${search}`), { replace: !push });
    },
    [name, param],
  );
  return [value, set];
}

/** What stays in the address from view to view. */
const KEPT = ['window', 'engine', 'paused', 'rate', 'wall'];

/** What else stands in the address of a view. */
export type MoreParams = Readonly<Record<string, string | number>>;

/** The address of another view, with what stays. `path` is below /dashboard. */
export function useViewHref(): (path: string, more?: MoreParams) => string {
  const search = useSearch();
  return useCallback(
    (path, more = {}) => {
      const before = new URLSearchParams(search);
      const kept = new URLSearchParams();
      for (const name of KEPT) {
        const value = before.get(name);
        if (value !== null) kept.set(name, value);
      }
      for (const [name, value] of Object.entries(more)) kept.set(name, String(value));
      const text = kept.toString();
      return text === '' ? path : `${path}?${text}`;
    },
    [search],
  );
}

/** Goes to another view, with what stays in the address. */
export function useGoTo(): (path: string) => void {
  const [, go] = useLocation();
  const href = useViewHref();
  return useCallback((path) => go(href(path)), [go, href]);
}
