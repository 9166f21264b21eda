import { AlertError } from '../errors.js';

export interface DeliveryErrorInit {
  /** `timeout`, `unreachable`, `http_500`, `errcode_310000`, `address_refused`, … */
  readonly code: string;
  /** Whether another try can help without anybody doing anything. */
  readonly retryable: boolean;
  /** Milliseconds that the receiver asks to be left alone. */
  readonly retryAfter?: number;
  readonly cause?: unknown;
}

/** Thrown when a message did not arrive, as far as anybody can tell. `message` holds no secret. */
export class DeliveryError extends AlertError {
  override readonly name = 'DeliveryError';
  readonly retryable: boolean;
  readonly retryAfter: number | undefined;

  constructor(message: string, { code, retryable, retryAfter, cause }: DeliveryErrorInit) {
    super(message, { status: 502, code, cause });
    this.retryable = retryable;
    this.retryAfter = retryAfter;
  }
}

/** The error itself if it is one of delivery; else one that tells nothing of the inside, and is tried again. */
export function toDeliveryError(error: unknown): DeliveryError {
  if (error instanceof DeliveryError) return error;
  return new DeliveryError('The message could not be sent.', {
    code: 'internal',
    retryable: true,
    cause: error,
  });
}
