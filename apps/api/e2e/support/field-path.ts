/**
 * Whether an error's `param` names a field: one that the body has, or one that is missing from an object that it has.
 * Written as `messages[0].content`, or as OpenAI also writes it, `messages.[0].content`.
 */
export function namesField(body: unknown, param: string): boolean {
  if (param === '') return true;
  const [, index, afterIndex] = /^\.?\[(\d+)\](.*)$/s.exec(param) ?? [];
  if (index !== undefined) {
    return (
      Array.isArray(body) && Number(index) < body.length && namesField(body[Number(index)], afterIndex ?? '')
    );
  }
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return false;
  const name = param.replace(/^\./, '');
  const found = Object.keys(body).some((key) => {
    const shown = key.toWellFormed();
    const rest = name.slice(shown.length);
    return (
      name.startsWith(shown) &&
      (rest === '' || rest.startsWith('.') || rest.startsWith('[')) &&
      namesField((body as Readonly<Record<string, unknown>>)[key], rest)
    );
  });
  return found || /^[a-z_]+$/.test(name);
}
