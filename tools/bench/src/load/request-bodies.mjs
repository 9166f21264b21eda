const ABOUT =
  'Answer in plain words, name the passages that you relied on, and say so where you are not certain. ';
const MARK = '@@';

/**
 * Makes the bodies of chat requests, about 1 KB each, no two alike: neither the first nor the last message comes twice.
 * @param {boolean} stream
 * @returns {() => string}
 */
export function requestBodies(stream) {
  const request = {
    model: 'gpt-4.1-mini',
    messages: [
      { role: 'user', content: `This is conversation ${MARK}. ${ABOUT.repeat(4).trim()}` },
      { role: 'assistant', content: ABOUT.repeat(2).trim() },
      { role: 'user', content: `And what follows from number ${MARK}? ${ABOUT.trim()}` },
    ],
    temperature: 0.7,
    max_tokens: 400,
    ...(stream && { stream: true, stream_options: { include_usage: true } }),
  };
  const [start = '', middle = '', end = ''] = JSON.stringify(request).split(MARK);
  let count = Math.floor(Math.random() * 1e6) * 1e6;
  return () => {
    count += 1;
    return `${start}${count}${middle}${count}${end}`;
  };
}
