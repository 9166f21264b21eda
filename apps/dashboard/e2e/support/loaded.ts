import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import type { Page } from 'playwright-core';

/** What of the dashboard itself a page has asked for since, each once. */
export function watchFiles(page: Page): ReadonlySet<string> {
  const urls = new Set<string>();
  page.on('request', (request) => {
    if (new URL(request.url()).pathname.startsWith('/dashboard')) urls.add(request.url());
  });
  return urls;
}

/** Bytes of a file's body on the way to somebody who takes gzip. */
export async function gzippedSize(url: string): Promise<number> {
  const request = get(url, { headers: { 'accept-encoding': 'gzip' } });
  const [response] = (await once(request, 'response')) as [IncomingMessage];
  if (response.statusCode !== 200) throw new Error(`${url} was answered with ${response.statusCode ?? '–'}.`);
  let size = 0;
  for await (const piece of response) size += (piece as Buffer).length;
  return size;
}
