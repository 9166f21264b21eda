import type { EngineError } from '@yychat/engine-core';
import type { InvalidField } from '@yychat/protocol';
import { InvalidFieldsError } from './invalid-fields-error.js';

/** The body of every error, as OpenAI has it. Source: https://platform.openai.com/docs/guides/error-codes */
export interface ErrorEnvelope {
  readonly error: {
    readonly message: string;
    readonly type: string;
    readonly param: string | null;
    readonly code: string;
    /** Every field at fault, where there may be some. */
    readonly fields?: readonly InvalidField[];
  };
}

export function errorEnvelope(error: EngineError): ErrorEnvelope {
  const { message, type, param, code } = error;
  const fields = error instanceof InvalidFieldsError && { fields: error.fields };
  return { error: { message, type, param, code, ...fields } };
}
