import { EngineError, InvalidRequestError } from '@yychat/engine-core';
import { MetricsError, type InvalidQueryError } from '@yychat/metrics';

/** What the metrics answer. Rejects with an EngineError: 400 for a question that makes no sense, 503 where the store does not answer. */
export async function answerOf<T>(question: Promise<T>): Promise<T> {
  try {
    return await question;
  } catch (error) {
    throw MetricsError.is(error) ? asEngineError(error) : error;
  }
}

function asEngineError(error: MetricsError): EngineError {
  const { message, code } = error;
  if (code === 'invalid_query') return new InvalidRequestError(message, (error as InvalidQueryError).param);
  if (code === 'unknown_metric') return new InvalidRequestError(message, 'metrics');
  return new EngineError('The store of the metrics does not answer.', {
    status: 503,
    code,
    type: 'server_error',
    cause: error,
  });
}
