import { appVariable } from './app-variable.js'
import type { FileChange, Insertion } from './change.js'
import { linesAt } from './change.js'
import { styled } from './code-style.js'
import { importPlace } from './import-place.js'
import { intoList } from './list-entry.js'
import { loading } from './module-kind.js'
import type { Mounting } from './mounting.js'
import type { Source } from './source.js'
import { beginsStatement, insideOf } from './source.js'

const creating = /await\s+NestFactory\s*\.\s*create\b(?:<[^()\n]*>)?(?=\()/

/** Whether a program makes a Nest app. */
export function makesNest({ code }: Pick<Source, 'code'>): boolean {
  return creating.test(code)
}

/** The lines for the file that starts a Nest app, and where they go; `null` = where they would work is not sure. */
export function intoNestMain(source: Source, mounting: Mounting): readonly Insertion[] | null {
  const app = appVariable(source, creating, mounting.kind)
  if (
    app === null ||
    /\bexceptionFilter\b|\bdataSource\b/.test(source.code) ||
    !beginsStatement(source, app.from)
  )
    return null
  const style = { ...mounting.style, indent: app.indent }
  return [
    linesAt(importPlace(source, app.from), [mainImport(mounting)], mounting.style),
    linesAt(app.from, openingLines(mounting), style),
    linesAt(app.to, [filterLine(app.name)], style),
  ]
}

/** The same lines for somebody who puts them there themselves. */
export function nestMainLines(mounting: Mounting): readonly string[] {
  return [
    mainImport(mounting),
    '',
    '// before NestFactory.create',
    ...openingLines(mounting),
    '// after it',
    filterLine('app'),
  ]
}

/** The lines for the root module, and where they go; `null` = where they would work is not sure. */
export function intoNestModule(
  source: Source,
  { style, keywardFile, controllerFile, kind }: Mounting & { readonly controllerFile: string },
): readonly Insertion[] | null {
  const [decorator, another] = [...source.code.matchAll(/@Module\s*\(\s*\{/g)]
  if (decorator === undefined || another !== undefined) return null
  const object = insideOf(source, decorator.index + decorator[0].length - 1)
  const imports = intoList(source, { object, key: 'imports', element: moduleElement }, style)
  const controllers = intoList(source, { object, key: 'controllers', element: 'HelloController' }, style)
  if (imports === null || controllers === null || /\bHelloController\b|\bkeywardModule\b/.test(source.code))
    return null
  const lines = moduleImports({ keywardFile, controllerFile, kind })
  const quoted = { ...imports, text: imports.text.replaceAll("'", style.quote) }
  return [linesAt(importPlace(source, decorator.index), lines, style), quoted, controllers]
}

/** The same lines for somebody who puts them there themselves. */
export function nestModuleLines(mounting: Mounting & { readonly controllerFile: string }): readonly string[] {
  return [
    ...moduleImports(mounting),
    '',
    '// in @Module({ … })',
    `imports: [${moduleElement}],`,
    'controllers: [HelloController],',
  ]
}

/** The controller of the guarded route. */
export function nestController(path: string, { style, keywardFile }: Mounting): FileChange {
  const lines = [
    "import { Controller, Get, UseGuards } from '@nestjs/common'",
    "import type * as keyward from 'keyward'",
    `import { User, guard } from '${keywardFile}'`,
    '',
    "@Controller('hello')",
    'export class HelloController {',
    '  @Get()',
    '  @UseGuards(guard())',
    '  hello(@User() user: keyward.User): { hello: string } {',
    '    return { hello: user.username }',
    '  }',
    '}',
  ]
  return { path, before: null, after: styled(lines, style) }
}

/** The specifier by which the file that starts the app loads its root module; `null` = it is not clear which that is. */
export function rootModuleOf(source: Source): string | null {
  const [, name] = /NestFactory\s*\.\s*create\b(?:<[^()\n]*>)?\(\s*(\w+)/.exec(source.code) ?? []
  if (name === undefined) return null
  const pattern = new RegExp(`import\\s*\\{[^}]*\\b${name}\\b[^}]*\\}\\s*from\\s*['"](\\.[^'"\\n]*)['"]`)
  return pattern.exec(source.text)?.[1] ?? null
}

/** The global prefix that the app sets, with a slash before it; empty = none, `null` = one that is not written out. */
export function globalPrefix(source: Source): string | null {
  if (!/\.setGlobalPrefix\(/.test(source.code)) return ''
  const [, prefix] = /\.setGlobalPrefix\(\s*['"]\/?([\w/-]*?)\/?['"]\s*\)/.exec(source.text) ?? []
  return prefix === undefined ? null : `/${prefix}`
}

const moduleElement = "keywardModule({ path: '/auth', pages: accountPages() })"

function mainImport({ kind, keywardFile, initialises }: Mounting): string {
  const names = initialises ? ['dataSource', 'exceptionFilter', 'keyward'] : ['exceptionFilter']
  return loading(
    names.map((name) => [name, name] as const),
    keywardFile,
    kind,
  )
}

function openingLines({ initialises }: Mounting): readonly string[] {
  return initialises ? ['await dataSource.initialize()', 'await keyward.ready()'] : []
}

function filterLine(app: string): string {
  return `${app}.useGlobalFilters(exceptionFilter)`
}

function moduleImports({
  keywardFile,
  controllerFile,
  kind,
}: Pick<Mounting, 'keywardFile' | 'kind'> & { readonly controllerFile: string }): readonly string[] {
  return [
    loading([['accountPages', 'accountPages']], 'keyward/pages', kind),
    loading([['HelloController', 'HelloController']], controllerFile, kind),
    loading([['keywardModule', 'keywardModule']], keywardFile, kind),
  ]
}
