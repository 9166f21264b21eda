import { EngineError, type EngineErrorInit } from '@yychat/engine-core';
import type { InvalidField } from '@yychat/protocol';

/** Thrown when some fields of a body are not valid: names all of them, where OpenAI's shape has room for one. */
export class InvalidFieldsError extends EngineError {
  override readonly name = 'InvalidFieldsError';

  constructor(
    message: string,
    init: EngineErrorInit,
    readonly fields: readonly InvalidField[],
  ) {
    super(message, init);
  }
}
