/**
 * The simulator's stamps in an answer, µs. Its README says what they look like.
 * @typedef {object} Stamps
 * @property {number | undefined} received when the request was there
 * @property {number | undefined} sent when this part of the answer was written
 */

const LENGTH = 14;

/**
 * @param {string} text
 * @returns {Stamps}
 */
export function stampsIn(text) {
  return { received: stampAfter(text, '@R'), sent: stampAfter(text, '@S') };
}

/**
 * @param {string} text
 * @param {string} mark
 */
function stampAfter(text, mark) {
  const at = text.indexOf(mark);
  return at < 0 ? undefined : Number(text.slice(at + 2, at + 2 + LENGTH));
}
