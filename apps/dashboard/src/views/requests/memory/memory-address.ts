/** The address of what is kept of a conversation. @param href adds what stays from view to view */
export function memoryAddress(href: (path: string) => string, conversation: string): string {
  const path = href('/requests/memory');
  return `${path}${path.includes('?') ? '&' : '?'}conversation=${encodeURIComponent(conversation)}`;
}
