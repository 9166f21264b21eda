import { anyText, oneOf, type Param } from '../../url/param.js';
import { useParam } from '../../url/use-param.js';

export const LISTS = ['recent', 'slow', 'failed'] as const;
export type RequestList = (typeof LISTS)[number];

export const STATUSES = ['all', 'ok', 'error', 'cancelled'] as const;

const listParam = oneOf(LISTS, 'recent');
const statusParam = oneOf(STATUSES, 'all');

/** The last year that is written with four digits. */
const LATEST = Date.UTC(9999, 0);

/** Milliseconds since the epoch. */
const instant: Param<number | null> = {
  parse(text) {
    const at = Number(text ?? NaN);
    return Number.isSafeInteger(at) && at > 0 && at < LATEST ? at : null;
  },
  format: (at) => (at === null ? null : String(Math.round(at))),
};

export const useList = () => useParam('list', listParam);
export const useStatus = () => useParam('status', statusParam);
export const useModel = () => useParam('model', anyText);
/** Part of a request's or a conversation's id. */
export const useText = () => useParam('q', anyText);
/** The stretch of time that requests ended in. */
export const useFrom = () => useParam('from', instant);
export const useTo = () => useParam('to', instant);

export const useConversation = () => useParam('conversation', anyText);
/** Whose conversation; `null`: that of the key. */
export const useTenant = () => useParam('tenant', anyText);
