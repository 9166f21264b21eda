import type { EngineError } from '@yychat/engine-core';

/** The body of every error, as OpenAI has it. Source: https://platform.openai.com/docs/guides/error-codes */
export interface ErrorEnvelope {
  readonly error: {
    readonly message: string;
    readonly type: string;
    readonly param: string | null;
    readonly code: string;
  };
}

export function errorEnvelope({ message, type, param, code }: EngineError): ErrorEnvelope {
  return { error: { message, type, param, code } };
}
