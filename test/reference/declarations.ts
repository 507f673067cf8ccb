import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import ts from 'typescript'

/** A property of an interface, or a member of a table, as the source declares it. */
export interface Declared {
  /** With the group it stands in: `sessions.idleHours`. */
  readonly name: string
  readonly type: string
  readonly optional: boolean
  /** The text of its doc comment in one line; '' = it has none. */
  readonly doc: string
}

/** The properties of an interface, those of the literal types inside it after the group's own. */
export function propertiesOf(path: string, name: string): readonly Declared[] {
  const file = parsed(path)
  const found = file.statements.find((each) => ts.isInterfaceDeclaration(each) && each.name.text === name)
  assert.ok(found && ts.isInterfaceDeclaration(found), `${path} declares no interface ${name}`)
  return membersOf(file, found.members, '')
}

/** What a table of the source lists, an object's keys or an array's texts, with what is said of each. */
export function entriesOf(path: string, name: string): readonly Pick<Declared, 'name' | 'doc'>[] {
  const file = parsed(path)
  const list = file.statements
    .filter(ts.isVariableStatement)
    .flatMap(({ declarationList }) => [...declarationList.declarations])
    .find((each) => each.name.getText(file) === name)?.initializer
  assert.ok(list, `${path} has no table ${name}`)
  return itemsOf(withoutType(list)).map((item) => ({ name: nameOf(item), doc: docOf(file, item) }))
}

function membersOf(
  file: ts.SourceFile,
  members: ts.NodeArray<ts.TypeElement>,
  group: string,
): readonly Declared[] {
  return members.flatMap((member) => {
    assert.ok(member.name, 'a member without a name')
    const name = group + member.name.getText(file)
    const own = { name, optional: member.questionToken !== undefined, doc: docOf(file, member) }
    if (ts.isMethodSignature(member)) return [{ ...own, type: 'function' }]
    assert.ok(ts.isPropertySignature(member) && member.type, `${name} has no type`)
    if (!ts.isTypeLiteralNode(member.type)) return [{ ...own, type: plain(member.type.getText(file)) }]
    return [{ ...own, type: 'object' }, ...membersOf(file, member.type.members, `${name}.`)]
  })
}

function itemsOf(list: ts.Expression): readonly ts.Node[] {
  if (ts.isArrayLiteralExpression(list)) return list.elements
  assert.ok(ts.isObjectLiteralExpression(list), 'a table is an object or an array')
  return list.properties
}

function nameOf(item: ts.Node): string {
  if (ts.isStringLiteral(item)) return item.text
  assert.ok(ts.isPropertyAssignment(item) && ts.isIdentifier(item.name), 'an entry has a plain name')
  return item.name.text
}

function withoutType(expression: ts.Expression): ts.Expression {
  return ts.isAsExpression(expression) || ts.isSatisfiesExpression(expression)
    ? withoutType(expression.expression)
    : expression
}

function docOf(file: ts.SourceFile, node: ts.Node): string {
  const text = file.getFullText()
  const [comment] = (ts.getLeadingCommentRanges(text, node.getFullStart()) ?? [])
    .map(({ pos, end }) => text.slice(pos, end))
    .filter((each) => each.startsWith('/**'))
    .slice(-1)
  const inside = (comment ?? '').replace(/^\/\*\*/, '').replace(/\*\/$/, '')
  return plain(inside.replaceAll(/^\s*\* ?/gm, ' '))
}

function plain(text: string): string {
  return text
    .replaceAll(/\breadonly /g, '')
    .replaceAll(/\s+/g, ' ')
    .trim()
}

function parsed(path: string): ts.SourceFile {
  return ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.Latest, true)
}
