/** What can be wrong with the file of a store. */
export type StoreFileProblem =
  | 'conversation_store_unopenable'
  | 'conversation_store_foreign'
  | 'conversation_store_corrupt'
  | 'conversation_store_newer';

/**
 * Thrown by the store itself when its file cannot be used; the client makes a StoreFileError of it. So the thread of the store
 * needs nothing of engine-core, which would take it as long to load as all the rest.
 */
export class FileProblem extends Error {
  override readonly name = 'FileProblem';
  constructor(
    message: string,
    readonly problem: StoreFileProblem,
    cause?: unknown,
  ) {
    super(message, { cause });
  }
}
