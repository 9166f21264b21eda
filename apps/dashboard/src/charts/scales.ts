/**
 * What Recharts gets for `victory-vendor/d3-scale` (see vite.config.mjs), of which it takes all scales there are: those of
 * our charts alone, without calendars and logarithms, are 7 KB less of the first load.
 */
export { scaleBand, scaleLinear, scalePoint } from 'd3-scale';
