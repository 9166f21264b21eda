/** Names of the fields in which two versions differ, for the audit trail. */
export function changedFields<T extends object>(before: T, after: T): readonly string[] {
  const names = new Set([...Object.keys(before), ...Object.keys(after)]) as Set<keyof T & string>;
  names.delete('version' as keyof T & string);
  return [...names].filter((name) => JSON.stringify(before[name]) !== JSON.stringify(after[name])).sort();
}
