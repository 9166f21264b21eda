/** CLOCK_MONOTONIC in µs: the same clock in every process of a machine, and the one of the simulator's stamps. */
export function nowUs() {
  const [seconds, nanoseconds] = process.hrtime();
  return seconds * 1e6 + nanoseconds / 1e3;
}
