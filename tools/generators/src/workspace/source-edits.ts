import { applyChangesToString, ChangeType } from '@nx/devkit';
import ts from 'typescript';

/** The keys of an object literal that a constant of the file holds. @throws Error where there is no such constant */
export function keysOf(source: string, constant: string): readonly string[] {
  return objectOf(source, constant).properties.flatMap(({ name }) => keyOf(name) ?? []);
}

/** @returns the source with one more property, e.g. `a: 1`, at the end of the object. @throws Error as `keysOf` */
export function addProperty(source: string, constant: string, property: string): string {
  return insert(source, objectOf(source, constant).properties, property);
}

/** @returns the source with one more element at the end of a list that is the value of a property. @throws Error where there is none */
export function addElement(source: string, constant: string, key: string, element: string): string {
  return insert(source, listAt(objectOf(source, constant), [key]), element);
}

/** @returns the JSON with one more element at the end of a list, and all else as it was written. @throws Error where there is none */
export function addJsonElement(source: string, path: readonly string[], element: unknown): string {
  const { expression } = ts.parseJsonText('source.json', source)
    .statements[0] as ts.JsonObjectExpressionStatement;
  return insert(source, listAt(expression, path), JSON.stringify(element));
}

/** @returns the source with the import among those of packages, which are sorted */
export function addImport(source: string, imported: string, from: string): string {
  const imports = parse(source).statements.filter((statement) => ts.isImportDeclaration(statement));
  const next = imports.find(({ moduleSpecifier }) => {
    const { text } = moduleSpecifier as ts.StringLiteral;
    return text.startsWith('.') || text > from;
  });
  const index = next?.getStart() ?? imports.at(-1)?.getEnd() ?? 0;
  const statement = `import { ${imported} } from '${from}';`;
  const text = next || imports.length === 0 ? `${statement}\n` : `\n${statement}`;
  return applyChangesToString(source, [{ type: ChangeType.Insert, index, text }]);
}

/** JavaScript is read as TypeScript is. */
const parse = (source: string) => ts.createSourceFile('source.ts', source, ts.ScriptTarget.Latest, true);

function objectOf(source: string, constant: string): ts.ObjectLiteralExpression {
  for (const statement of parse(source).statements) {
    if (!ts.isVariableStatement(statement)) continue;
    for (const { name, initializer } of statement.declarationList.declarations) {
      if (!ts.isIdentifier(name) || name.text !== constant || !initializer) continue;
      const value = ts.isSatisfiesExpression(initializer) ? initializer.expression : initializer;
      if (ts.isObjectLiteralExpression(value)) return value;
    }
  }
  throw new Error(`There is no constant ${constant} that is an object.`);
}

/** The list that is found by going from property to property. */
function listAt(value: ts.Expression, path: readonly string[]): ts.NodeArray<ts.Expression> {
  const found = path.reduce<ts.Expression | undefined>(valueOf, value);
  if (found && ts.isArrayLiteralExpression(found)) return found.elements;
  throw new Error(`There is no list ${path.join('.')}.`);
}

function valueOf(value: ts.Expression | undefined, key: string): ts.Expression | undefined {
  if (!value || !ts.isObjectLiteralExpression(value)) return undefined;
  const property = value.properties.find(({ name }) => keyOf(name) === key);
  return property && ts.isPropertyAssignment(property) ? property.initializer : undefined;
}

const keyOf = (name: ts.PropertyName | undefined): string | undefined =>
  name && (ts.isIdentifier(name) || ts.isStringLiteral(name)) ? name.text : undefined;

function insert(source: string, list: ts.NodeArray<ts.Node>, added: string): string {
  const last = list.at(-1);
  return applyChangesToString(source, [
    { type: ChangeType.Insert, index: last?.end ?? list.end, text: last ? `, ${added}` : added },
  ]);
}
