import { anyText, flag, oneOf, timeRange } from './param.js';
import { useParam } from './use-param.js';

/** `live`: what came over the socket; the others are asked for. */
export const WINDOWS = ['live', '5m', '1h', '24h'] as const;

/** Seconds from one rendering to the next. */
export const RATES = ['1', '2', '5', '10'] as const;

const windowParam = oneOf(WINDOWS, 'live');
const rateParam = oneOf(RATES, '1');

export const useWindow = () => useParam('window', windowParam);
/** Name of an engine; `null`: all. */
export const useEngineFilter = () => useParam('engine', anyText);
export const usePaused = () => useParam('paused', flag);
export const useRate = () => useParam('rate', rateParam);
export const useWall = () => useParam('wall', flag);
/** The stretch of time that charts show; `null`: all that they have. */
export const useZoom = () => useParam('zoom', timeRange);
