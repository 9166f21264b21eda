/** The code of the error of a tool that says itself that it failed. */
export const TOOL_ERROR = 'mcp_tool_error';

type Fields = Readonly<Record<string, unknown>>;

/**
 * The result of `tools/call` as text for a model: its texts, a placeholder for what is no text, and the structured
 * content where there is no text. Source: https://modelcontextprotocol.io/specification/2025-11-25/server/tools
 */
export function toolResultText(result: Fields): string {
  const content: readonly unknown[] = Array.isArray(result['content']) ? result['content'] : [];
  const parts = content.filter(isRecord);
  const texts = parts.map(partText);
  const structured = result['structuredContent'];
  if (structured !== undefined && structured !== null && !parts.some(hasText)) {
    return [JSON.stringify(structured), ...texts].join('\n');
  }
  return texts.join('\n');
}

function hasText(part: Fields): boolean {
  return (
    part['type'] === 'text' || (part['type'] === 'resource' && typeof resourceOf(part)['text'] === 'string')
  );
}

function partText(part: Fields): string {
  switch (part['type']) {
    case 'text':
      return word(part['text']);
    case 'image':
    case 'audio':
      return placeholder(part['type'], word(part['mimeType']), size(part['data']));
    case 'resource': {
      const { uri, text, mimeType, blob } = resourceOf(part);
      return typeof text === 'string' ? text : placeholder('resource', word(uri), word(mimeType), size(blob));
    }
    case 'resource_link':
      return placeholder('link', word(part['name']), word(part['uri']));
    default:
      return placeholder(word(part['type']) || 'content');
  }
}

function placeholder(...words: readonly string[]): string {
  return `[${words.filter((one) => one !== '').join(' ')}]`;
}

function word(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/** Of base64, in bytes. */
function size(data: unknown): string {
  return typeof data === 'string' ? `(${String(Math.floor((data.length * 3) / 4))} bytes)` : '';
}

function resourceOf(part: Fields): Fields {
  return isRecord(part['resource']) ? part['resource'] : {};
}

function isRecord(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null;
}
