/**
 * A gateway that runs, and how to talk to it.
 * @typedef {object} Running
 * @property {import('../../load/connection.mjs').Target} target
 * @property {import('../../runner/children.mjs').Child} [child] absent: nothing stands between client and simulator
 */

/**
 * What contestants are started with.
 * @typedef {object} Surroundings
 * @property {import('../../runner/children.mjs').Children} children
 * @property {number} upstreamPort where the simulator listens
 * @property {string} scratch a directory of this run's own
 */

/**
 * @typedef {object} Contestant
 * @property {ContestantName} name
 * @property {(surroundings: Surroundings) => Promise<Running>} start
 */

/** @typedef {'yychat' | 'proxy' | 'portkey' | 'direct'} ContestantName */

/** The path of the chat route, of the simulator and of every gateway. */
export const CHAT_PATH = '/v1/chat/completions';
/** Milliseconds for a gateway to start in. */
export const START_LIMIT = 30_000;
