import { DeliveryError } from '../delivery-error.js';
import { bodyOf, checkStatus } from '../http/check-answer.js';
import type { PostAnswer } from '../http/post.js';

/** What a robot's error code means for the next try. */
export interface RobotErrors {
  /** The field of the answer that has the code. */
  readonly field: 'errcode' | 'code';
  readonly text: 'errmsg' | 'msg';
  /** Too many messages: milliseconds to leave it alone. */
  readonly limited: Readonly<Record<number, number>>;
  /** Its own trouble: the same message may well be taken later. */
  readonly passing: readonly number[];
}

/**
 * These robots answer 200 whatever happens, and say in the body what did.
 * @throws DeliveryError unless the code is 0
 */
export function checkRobot(answer: PostAnswer, { field, text, limited, passing }: RobotErrors): void {
  const body = bodyOf(answer);
  const code = Number(body[field]);
  if (!Number.isInteger(code) || body[field] === undefined || body[field] === null) {
    checkStatus(answer);
    throw new DeliveryError('The robot’s answer has no code.', { code: 'no_code', retryable: false });
  }
  if (code === 0) {
    checkStatus(answer);
    return;
  }
  const said = typeof body[text] === 'string' ? body[text].slice(0, 200) : '';
  const wait = limited[code];
  throw new DeliveryError(
    `The robot refused the message (${field} ${code}${said === '' ? '' : `: ${said}`}).`,
    {
      code: `${field}_${code}`,
      retryable: wait !== undefined || passing.includes(code) || answer.status >= 500,
      ...(wait !== undefined && { retryAfter: wait }),
    },
  );
}
