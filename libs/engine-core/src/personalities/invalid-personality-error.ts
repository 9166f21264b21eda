import { EngineError } from '../errors.js';

/** Thrown when a personality file cannot be used. Names the file and the field. */
export class InvalidPersonalityError extends EngineError {
  override readonly name = 'InvalidPersonalityError';
  constructor(file: string, problem: string, cause?: unknown) {
    super(`${file}: ${problem}`, { status: 500, code: 'invalid_personality', type: 'server_error', cause });
  }
}
