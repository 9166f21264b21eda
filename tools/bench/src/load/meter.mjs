import { nowUs } from '../runner/clock.mjs';
import { cpuTime, machineCpuTime } from '../runner/cpu-time.mjs';

/**
 * What was used between start and stop.
 * @typedef {object} Used
 * @property {number} wallMs
 * @property {number} cpuMs of the contestant's processes
 * @property {number} foreignCores CPU that processes other than the benchmark's took, in cores
 */

/**
 * @typedef {object} Processes
 * @property {readonly number[]} contestant
 * @property {readonly number[]} benchmark all of the benchmark's, the contestant's included
 */

/** Of a slice that was not measured to its end. @type {Used} */
export const NOTHING_USED = { wallMs: NaN, cpuMs: NaN, foreignCores: NaN };

/**
 * Starts measuring; returns how to stop.
 * @param {Processes} processes
 * @returns {() => Used}
 */
export function meter(processes) {
  const read = () => ({
    cpu: cpuTime(processes.contestant),
    all: cpuTime(processes.benchmark),
    machine: machineCpuTime(),
    time: nowUs(),
  });
  const start = read();
  return () => {
    const end = read();
    const wallMs = (end.time - start.time) / 1e3;
    const foreign = (end.machine - start.machine - (end.all - start.all)) / 1e6 / wallMs;
    return { wallMs, cpuMs: (end.cpu - start.cpu) / 1e6, foreignCores: Math.max(0, foreign) };
  };
}
