/** Keys that are taken in turn: more than the memories in front hold where Redis is to be asked. */
export const KEYS = 256;

/**
 * Something like recalled memories.
 * @param {number} bytes of JSON, about
 */
export function memories(bytes) {
  const value = { query: 'What did we say about the boat?', memories: [] };
  /** @type {object[]} */
  const list = value.memories;
  for (let size = 0; size < bytes; size = JSON.stringify(value).length) {
    const id = list.length;
    const text = `We took the boat to the island on day ${id}, and it rained all afternoon until the evening.`;
    list.push({ id: `memory-${id}`, text, score: 1 / (id + 1.5), role: id % 2 ? 'assistant' : 'user' });
  }
  return value;
}

/** @param {number} index */
export const keyOf = (index) => `tenant-1:chat_engine:conversation-${index}:7:what-did-we-say`;
