import { anyText, oneOf } from '../../url/param.js';
import { useParam } from '../../url/use-param.js';

export const TABS = ['now', 'history', 'silences', 'rules', 'channels'] as const;
export const KINDS = ['all', 'incidents', 'deliveries', 'changes'] as const;
export type HistoryKind = (typeof KINDS)[number];
/** Stretches of the past that rules are tried on, by what they are called. */
export const RANGES = ['10m', '1h', '24h', '7d'] as const;
export type PreviewRange = (typeof RANGES)[number];

const tab = oneOf(TABS, 'now');
const kind = oneOf(KINDS, 'all');
const range = oneOf(RANGES, '24h');
const form = oneOf(['form', 'json'], 'form');
const span = oneOf(['auto', '5m', '1h', '24h'], 'auto');

export const useTab = () => useParam('tab', tab);
/** The alert that is open: a rule's id, a blank, and the engine, where it is one of several. */
export const useOpenAlert = () => useParam('alert', anyText);
/** The rule that is edited. */
export const useEditedRule = () => useParam('edit', anyText);
export const useHistoryKind = () => useParam('kind', kind);
export const useHistoryRule = () => useParam('rule', anyText);
export const usePreviewRange = () => useParam('range', range);
export const useEditorForm = () => useParam('as', form);
/** How much of the past the chart of an alert shows. */
export const useSpan = () => useParam('span', span);

/** In the address for a rule that is yet to be made: no rule has such an id. */
export const NEW_RULE = '+';
