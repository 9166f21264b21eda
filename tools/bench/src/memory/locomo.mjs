/**
 * Reads the LoCoMo data set (https://github.com/snap-research/locomo, CC BY-NC 4.0: for measuring only, no part of this repository).
 */
import { readFileSync } from 'node:fs';

/** @typedef {{ id: string, speaker: string, text: string, time: number }} Turn `time`: milliseconds since the epoch */
/** @typedef {{ text: string, kind: string, evidence: number[] }} Question `evidence`: positions of turns */
/** @typedef {{ id: string, turns: Turn[], questions: Question[] }} Conversation */

/** @type {Record<number, string>} */
const KINDS = { 1: 'multi-hop', 2: 'temporal', 3: 'open-domain', 4: 'single-hop', 5: 'adversarial' };
const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

/**
 * Milliseconds since the epoch, from text such as "1:56 pm on 8 May, 2023", taken as UTC.
 * @param {string} text
 */
function timeOf(text) {
  const found = /(\d+):(\d+) ([ap])m on (\d+) (\w{3})\w*, (\d+)/.exec(text);
  if (!found) throw new Error(`No time: ${text}`);
  const [, hour, minute, half, day, month = '', year] = found;
  const hours = (Number(hour) % 12) + (half === 'p' ? 12 : 0);
  return Date.UTC(Number(year), MONTHS.indexOf(month.toLowerCase()), Number(day), hours, Number(minute));
}

/**
 * @param {Record<string, any>} conversation
 * @returns {Turn[]}
 */
function turnsOf(conversation) {
  const turns = [];
  for (let session = 1; session <= Object.keys(conversation).length; session++) {
    const time = conversation[`session_${session}_date_time`];
    for (const { dia_id: id, speaker, text, blip_caption: caption } of conversation[`session_${session}`] ??
      []) {
      turns.push({ id, speaker, text: caption ? `${text} ${caption}` : text, time: timeOf(time) });
    }
  }
  return turns;
}

/**
 * Questions with evidence that is among the turns; a few list several ids in one text.
 * @param {{ question: string, category: number, evidence: string[] }[]} asked
 * @param {Turn[]} turns
 * @returns {Question[]}
 */
function questionsOf(asked, turns) {
  const positions = new Map(turns.map(({ id }, position) => [id, position]));
  return asked.flatMap(({ question, category, evidence }) => {
    const found = evidence.flatMap((ids) => ids.split(/[;\s]+/)).map((id) => positions.get(id));
    const gold = [...new Set(found)].filter((position) => position !== undefined);
    return gold.length > 0 ? [{ text: question, kind: KINDS[category] ?? 'unknown', evidence: gold }] : [];
  });
}

/**
 * @param {string} path of the data set's JSON file
 * @returns {Conversation[]}
 */
export function readLocomo(path) {
  /** @type {{ sample_id: string, conversation: Record<string, unknown>, qa: any[] }[]} */
  const samples = JSON.parse(readFileSync(path, 'utf8'));
  return samples.map(({ sample_id: id, conversation, qa }) => {
    const turns = turnsOf(conversation);
    return { id, turns, questions: questionsOf(qa, turns) };
  });
}
