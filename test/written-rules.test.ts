import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { posix } from 'node:path'
import { describe, it } from 'mocha'
import ts from 'typescript'

/** What a rule has against one source file, each fault at its line. */
type Rule = (source: ts.SourceFile) => readonly ts.Node[]

/** The rules, by what the code does that keeps them. */
const rules: Readonly<Record<string, Rule>> = {
  'takes at most three positional parameters, then one object': tooManyParameters,
  'takes no boolean parameter: two functions, or a named option': booleanParameters,
  'says in a sentence what each export promises': mutes,
  'lists properties without packing them into spreads of literals': packingSpreads,
  'freezes what a function returns as `Object.freeze({…} satisfies Type)`': otherFreezing,
  'freezes each service that an exported function makes': unfrozenServices,
}

describe('the written rules', () => {
  const sources = ['src', 'adapters', 'entities'].flatMap(sourcesIn)

  for (const [name, rule] of Object.entries(rules))
    it(name, () => assert.equal(sources.flatMap((source) => placesOf(rule, source)).join('\n'), ''))

  it('would notice a fourth parameter, in whatever takes it, and lets Express’s error handler be', () => {
    const text = [
      'function four(a, b, c, d) {}',
      'const arrow = (a, b, c, d) => {}',
      'class C { constructor(a, b, c, d) {} m(a, b, c, d) {} }',
      'interface I { m(a: 1, b: 1, c: 1, d: 1): void }',
      'function three(a, b, c) {}',
      'function errorHandler(error, request, response, next) {}',
    ].join('\n')
    assert.deepEqual(placesOf(tooManyParameters, parsed('src/a.ts', text)), [
      ...['src/a.ts:1', 'src/a.ts:2', 'src/a.ts:3', 'src/a.ts:3', 'src/a.ts:4', 'src/a.ts:6'],
    ])
    assert.deepEqual(
      placesOf(tooManyParameters, parsed('adapters/express.ts', text)).at(-1),
      'adapters/express.ts:4',
    )
  })

  it('would notice a boolean parameter, also in a union, by its default and in a type', () => {
    const text = [
      'function plain(a: boolean) {}',
      'const union = (a: string | boolean) => a',
      'function byDefault(a = false) {}',
      'type F = (a: boolean) => void',
      'function named({ a }: { a: boolean }): boolean { return a }',
    ].join('\n')
    assert.deepEqual(placesOf(booleanParameters, parsed('a.ts', text)), [
      'a.ts:1',
      'a.ts:2',
      'a.ts:3',
      'a.ts:4',
    ])
  })

  it('would notice an export without a sentence, or with words that are none', () => {
    const text = [
      'export const a = 1',
      '/** Is told. */\nexport const b = 1',
      '/** */\nexport interface C {}',
      '// Not for a reader of types.\nexport function d() {}',
      "export { b as e } from './b.js'",
      '/** no sentence */\nexport type F = 1',
    ].join('\n')
    assert.deepEqual(placesOf(mutes, parsed('a.ts', text)), ['a.ts:1', 'a.ts:5', 'a.ts:7', 'a.ts:10'])
  })

  it('would notice a spread that only packs', () => {
    const text = 'const a = {\n...{ b, c },\n...d,\n...(e ? { f } : {}) }'
    assert.deepEqual(placesOf(packingSpreads, parsed('a.ts', text)), ['a.ts:2'])
  })

  it('would notice another way to freeze, and a service that is not frozen', () => {
    const text = [
      'export function a(): A { return Object.freeze<A>({ go() {} }) }',
      'export function b(): A { return Object.freeze({ go() {} }) }',
      'export function c(): A { return Object.freeze({ go() {} } satisfies A) }',
      'export function d(): A { return { go() {} } }',
      'export function e(): A { function go() {} return { go } }',
      'export function f(): A { const go = () => 1; return { go } }',
      'export function g(): B { const name = 1; return { name } }',
      'function h(): A { return { go() {} } }',
    ].join('\n')
    assert.deepEqual(placesOf(otherFreezing, parsed('a.ts', text)), ['a.ts:1', 'a.ts:2'])
    assert.deepEqual(placesOf(unfrozenServices, parsed('a.ts', text)), ['a.ts:4', 'a.ts:5', 'a.ts:6'])
  })
})

function sourcesIn(folder: string): ts.SourceFile[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.c?ts$/.test(name) && !name.endsWith('.d.ts'))
    .map((name) => posix.join(folder, name))
    .map((path) => parsed(path, readFileSync(path, 'utf8')))
}

function parsed(path: string, text: string): ts.SourceFile {
  return ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true)
}

function placesOf(rule: Rule, source: ts.SourceFile): string[] {
  const line = (node: ts.Node): number => source.getLineAndCharacterOfPosition(node.getStart()).line + 1
  return rule(source).map((node) => `${source.fileName}:${line(node)}`)
}

function tooManyParameters(source: ts.SourceFile): readonly ts.Node[] {
  const isErrorHandler = ({ parameters }: ts.SignatureDeclaration): boolean =>
    source.fileName === 'adapters/express.ts' && parameters[0]?.name.getText() === 'error'
  return nodesIn(source).filter(
    // Express knows an error handler by its four parameters.
    (node) => isSignature(node) && node.parameters.length > 3 && !isErrorHandler(node),
  )
}

function booleanParameters(source: ts.SourceFile): readonly ts.Node[] {
  return nodesIn(source).filter((node) => {
    if (!ts.isParameter(node) || !ts.isIdentifier(node.name)) return false
    const types = node.type !== undefined && ts.isUnionTypeNode(node.type) ? node.type.types : [node.type]
    const byDefault = node.initializer?.kind
    return (
      types.some((type) => type?.kind === ts.SyntaxKind.BooleanKeyword) ||
      byDefault === ts.SyntaxKind.TrueKeyword ||
      byDefault === ts.SyntaxKind.FalseKeyword
    )
  })
}

/** A list of what other files export says nothing of its own: each name has its sentence where it is declared. */
function mutes(source: ts.SourceFile): readonly ts.Node[] {
  return source.statements.filter((node) => isExported(node) && !hasSentence(node))
}

function hasSentence(node: ts.Node): boolean {
  return ts
    .getJSDocCommentsAndTags(node)
    .some((doc) => ts.isJSDoc(doc) && /[.:?](\s|$)/.test(ts.getTextOfJSDocComment(doc.comment) ?? ''))
}

function packingSpreads(source: ts.SourceFile): readonly ts.Node[] {
  return nodesIn(source).filter(
    (node) => ts.isSpreadAssignment(node) && ts.isObjectLiteralExpression(node.expression),
  )
}

function otherFreezing(source: ts.SourceFile): readonly ts.Node[] {
  return nodesIn(source).filter((node) => {
    if (!isFreeze(node)) return false
    if (node.typeArguments !== undefined) return true
    const [frozen] = node.arguments
    return ts.isReturnStatement(node.parent) && frozen !== undefined && ts.isObjectLiteralExpression(frozen)
  })
}

function unfrozenServices(source: ts.SourceFile): readonly ts.Node[] {
  return nodesIn(source).filter((node) => {
    if (!ts.isReturnStatement(node) || node.expression === undefined || !isOfFactory(node)) return false
    const returned = ts.isSatisfiesExpression(node.expression) ? node.expression.expression : node.expression
    return ts.isObjectLiteralExpression(returned) && returned.properties.some(isFunctionHere)
  })
}

/** What is made anew for each request that meets a guard, and is no service: freezing it would be a tenth of what a guard costs. */
const madeForEachRequest = ['clientOf']

/** Whether a statement stands in the body of an exported function, and in no function inside it. */
function isOfFactory({ parent: body }: ts.Statement): boolean {
  if (!ts.isBlock(body) || !ts.isFunctionDeclaration(body.parent) || !isExported(body.parent)) return false
  return !madeForEachRequest.includes(body.parent.name?.text ?? '')
}

/** Whether a property is a function: written there, or by the name of one that is declared around it. */
function isFunctionHere(property: ts.ObjectLiteralElementLike): boolean {
  if (ts.isMethodDeclaration(property)) return true
  if (ts.isPropertyAssignment(property)) return isFunction(property.initializer)
  return ts.isShorthandPropertyAssignment(property) && isFunctionNamed(property.name.text, property)
}

/** What a name stands for at a place: the innermost declaration around it counts, be it a function or not. */
function isFunctionNamed(name: string, at: ts.Node): boolean {
  for (let scope: ts.Node = at; ; scope = scope.parent) {
    if (isSignature(scope) && scope.parameters.some((parameter) => bound(parameter.name, name))) return false
    if (ts.isBlock(scope) || ts.isSourceFile(scope)) {
      for (const statement of scope.statements) {
        if (ts.isFunctionDeclaration(statement) && statement.name?.text === name) return true
        if (!ts.isVariableStatement(statement)) continue
        const declared = statement.declarationList.declarations.find((one) => bound(one.name, name))
        if (declared) return declared.initializer !== undefined && isFunction(declared.initializer)
      }
    }
    if (ts.isSourceFile(scope)) return false
  }
}

function bound(binding: ts.BindingName, name: string): boolean {
  if (ts.isIdentifier(binding)) return binding.text === name
  return binding.elements.some((element) => ts.isBindingElement(element) && bound(element.name, name))
}

function isFunction(node: ts.Node): boolean {
  return ts.isArrowFunction(node) || ts.isFunctionExpression(node)
}

function isFreeze(node: ts.Node): node is ts.CallExpression {
  return ts.isCallExpression(node) && node.expression.getText() === 'Object.freeze'
}

function isSignature(node: ts.Node): node is ts.SignatureDeclaration {
  return ts.isFunctionLike(node)
}

function isExported(node: ts.Node): boolean {
  if (!ts.canHaveModifiers(node)) return false
  return (ts.getModifiers(node) ?? []).some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword)
}

function nodesIn(root: ts.Node): readonly ts.Node[] {
  const found: ts.Node[] = []
  const visit = (node: ts.Node): void => {
    found.push(node)
    ts.forEachChild(node, visit)
  }
  visit(root)
  return found
}
