/**
 * A cache under test, filled with one value under all keys.
 * @typedef {object} Contestant
 * @property {string} name
 * @property {(surroundings: Surroundings) => Promise<Running>} start
 */

/**
 * @typedef {object} Surroundings
 * @property {string} redis URL
 * @property {string} space what its keys are to begin with
 * @property {unknown} value
 * @property {readonly string[]} keys
 */

/**
 * @typedef {object} Running
 * @property {(key: string) => Promise<unknown>} get
 * @property {() => Promise<unknown> | void} stop
 */

export {};
