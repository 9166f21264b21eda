/** What lists come in. */
export interface List<T> {
  readonly object: 'list';
  readonly data: readonly T[];
}
