import { setTimeout as sleep } from 'node:timers/promises';

/** Milliseconds between an answer and the next question, about. */
const THINKING = 150;
const QUESTIONS = [
  'My cat is called Minka.',
  'What is the name of my cat?',
  'Which boat did my brother build?',
  'We moved to Tallinn in spring.',
  'Where do we live now?',
];

/**
 * Users who talk, each in a conversation of their own with one of the instances.
 * @param {readonly string[]} urls
 * @param {{ readonly users: number, readonly milliseconds: number, readonly key: string }} options
 */
export async function talk(urls, { users, milliseconds, key }) {
  const end = performance.now() + milliseconds;
  /** @type {number[]} */
  const latencies = [];
  /** @type {string[]} */
  const failures = [];
  const user = async (/** @type {number} */ n) => {
    await sleep((THINKING * n) / users);
    for (let turn = n; performance.now() < end; turn++) {
      const body = JSON.stringify({
        conversation_id: `chaos-${n}`,
        user: `user-${n}`,
        stream: turn % 2 === 0,
        messages: [{ role: 'user', content: QUESTIONS[turn % QUESTIONS.length] }],
      });
      const begun = performance.now();
      try {
        const answer = await fetch(`${urls[n % urls.length]}/v1/chat/completions`, {
          method: 'POST',
          headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
          body,
        });
        const text = await answer.text();
        const isWhole =
          turn % 2 === 0 ? text.trimEnd().endsWith('data: [DONE]') : text.includes('"finish_reason":"stop"');
        if (answer.status !== 200 || !isWhole) failures.push(`${answer.status} ${text.slice(0, 200)}`);
        latencies.push(performance.now() - begun);
      } catch (error) {
        failures.push(String(error));
      }
      await sleep(THINKING);
    }
  };
  await Promise.all(Array.from({ length: users }, (_, n) => user(n)));
  return { answered: latencies.length, failures, latencies };
}
