import { applyChangesToString, ChangeType } from '@nx/devkit';
import ts from 'typescript';

/** The keys of an object literal that a constant of the file holds. @throws Error where there is no such constant */
export function keysOf(source: string, constant: string): readonly string[] {
  return findObject(source, constant).properties.flatMap((property) =>
    property.name && (ts.isIdentifier(property.name) || ts.isStringLiteral(property.name))
      ? [property.name.text]
      : [],
  );
}

/** @returns the source with one more property, e.g. `a: 1`, at the end of the object. @throws Error as `keysOf` */
export function addProperty(source: string, constant: string, property: string): string {
  return insert(source, findObject(source, constant).properties, property);
}

/** @returns the source with one more element at the end of a list that is the value of a property. @throws Error where there is none */
export function addElement(source: string, constant: string, key: string, element: string): string {
  for (const property of findObject(source, constant).properties) {
    if (!ts.isPropertyAssignment(property) || !ts.isStringLiteral(property.name)) continue;
    if (property.name.text === key && ts.isArrayLiteralExpression(property.initializer))
      return insert(source, property.initializer.elements, element);
  }
  throw new Error(`There is no list ${key} in ${constant}.`);
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

function findObject(source: string, constant: string): ts.ObjectLiteralExpression {
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

function insert(source: string, list: ts.NodeArray<ts.Node>, added: string): string {
  const separator = list.length > 0 && !list.hasTrailingComma ? ', ' : '';
  return applyChangesToString(source, [
    { type: ChangeType.Insert, index: list.end, text: `${separator}${added},` },
  ]);
}
