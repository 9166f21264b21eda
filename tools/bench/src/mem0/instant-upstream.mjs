import { createHash } from 'node:crypto';

const DIMENSIONS = 1_536;

/**
 * A dense vector of length 1 that is nearer to others the more words the texts share, as embedding models make them.
 * @type {(text: string) => Float32Array}
 */
function embed(text) {
  const vector = new Float32Array(DIMENSIONS);
  for (const word of text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? ['']) {
    let state = createHash('sha256').update(word).digest().readUInt32LE(0);
    for (let at = 0; at < DIMENSIONS; at++) {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
      vector[at] = (vector[at] ?? 0) + state / 2 ** 31 - 1;
    }
  }
  const norm = Math.hypot(...vector);
  return vector.map((value) => value / norm);
}

/** @type {Map<string, Float32Array>} */
const known = new Map();

/** @type {import('@yychat/engine-mem0').Embedder} */
export const instantEmbedder = {
  model: 'instant',
  embed: (texts) =>
    Promise.resolve(
      texts.map((text) => {
        const vector = known.get(text) ?? embed(text);
        known.set(text, vector);
        return vector;
      }),
    ),
};

/** Embeds texts now, so that nobody measures it later. @type {(texts: readonly string[]) => void} */
export function embedBefore(texts) {
  for (const text of texts) known.set(text, embed(text));
}

/**
 * Each line of the new messages is a fact.
 * @type {Pick<import('@yychat/engine-core').ChatModel, 'generate'>}
 */
export const instantModel = {
  async *generate({ messages }) {
    const said =
      /## New Messages\n([\s\S]*?)\n\n## Observation/.exec(String(messages[1]?.content))?.[1] ?? '';
    const memory = said.split('\n').map((text, id) => ({ id: String(id), text }));
    const delta = { content: JSON.stringify({ memory }) };
    const chunk = {
      object: /** @type {const} */ ('chat.completion.chunk'),
      id: 'x',
      created: 0,
      model: 'instant',
    };
    yield await Promise.resolve({
      data: { ...chunk, choices: [{ index: 0, delta, finish_reason: 'stop' }] },
    });
  },
};
