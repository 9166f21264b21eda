/** Has the browser save something as a file. */
export function download(name: string, content: Blob): void {
  const url = URL.createObjectURL(content);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // The download has begun by then.
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

/** E.g. `yychat-response-time-2026-11-22T14-03-22.csv` */
export function fileName(title: string, extension: string): string {
  const words = title.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '-');
  const time = new Date().toISOString().slice(0, 19).replaceAll(':', '-');
  return `yychat-${words}-${time}.${extension}`;
}
