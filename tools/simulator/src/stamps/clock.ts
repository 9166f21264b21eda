/** CLOCK_MONOTONIC, µs, in 14 digits: the same clock in every process of a machine. */
export function stamp(): string {
  const [seconds, nanoseconds] = process.hrtime();
  return String(seconds * 1e6 + Math.floor(nanoseconds / 1e3)).padStart(14, '0');
}
