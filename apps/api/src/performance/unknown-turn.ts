import { EngineError } from '@yychat/engine-core';

/** @throws EngineError (404) */
export function contentsNotKept(id: string): never {
  throw new EngineError(`The contents of the turn ${JSON.stringify(id.slice(0, 128))} are not kept.`, {
    status: 404,
    code: 'turn_contents_not_kept',
    type: 'not_found_error',
    param: 'id',
  });
}

/** @throws EngineError (404) */
export function unknownTurn(id: string): never {
  throw new EngineError(`There is no turn with the request id ${JSON.stringify(id.slice(0, 128))}.`, {
    status: 404,
    code: 'turn_not_found',
    type: 'not_found_error',
    param: 'id',
  });
}
