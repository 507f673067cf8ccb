import type { AppVariable } from './app-variable.js'
import type { CodeStyle } from './code-style.js'
import type { ModuleKind } from './module-kind.js'
import { freeName, loading } from './module-kind.js'
import type { Source } from './source.js'

/** What lines are added to an app by. */
export interface Mounting {
  readonly kind: ModuleKind
  readonly style: CodeStyle
  /** The file that makes keyward, as the file of the app names it. */
  readonly keywardFile: string
  /** Whether the app initialises the DataSource nowhere yet. */
  readonly initialises: boolean
}

type Name = readonly [name: string, as: string]

/** What is called how in a file. */
export type OwnNames = Readonly<Record<'router' | 'guard' | 'errorHandler' | 'keyward' | 'dataSource', Name>>

/** Chooses it: names that the file uses itself stay its own. */
export function namesIn({ code }: Pick<Source, 'code'>): OwnNames {
  return {
    router: freeName(code, 'router', 'keywardRouter'),
    guard: freeName(code, 'guard', 'keywardGuard'),
    errorHandler: freeName(code, 'errorHandler', 'keywardErrorHandler'),
    keyward: freeName(code, 'keyward', 'keywardOfApp'),
    dataSource: freeName(code, 'dataSource', 'keywardDataSource'),
  }
}

/** The path of the route that is added, which the file does not name yet. */
export function routePath({ text }: Pick<Source, 'text'>): string {
  return /['"`]\/hello\b/.test(text) ? '/hello-keyward' : '/hello'
}

/** The lines that load keyward: what binds it to the framework, the pages, and what the app has made of it. */
export function loadingKeyward(
  { kind, keywardFile, initialises }: Mounting,
  framework: readonly string[],
  { keyward, dataSource }: OwnNames,
): readonly string[] {
  return [
    ...framework,
    loading([['accountPages', 'accountPages']], 'keyward/pages', kind),
    loading(initialises ? [dataSource, keyward] : [keyward], keywardFile, kind),
  ]
}

/** The lines that open the database and look whether all tables are there, unless the app opens it itself. */
export function opening(
  { initialises, kind }: Mounting,
  { keyward: [, keyward], dataSource: [, dataSource] }: OwnNames,
  { mayAwait }: Pick<AppVariable, 'mayAwait'>,
): readonly string[] {
  if (!initialises) return []
  if (mayAwait) return [`await ${dataSource}.initialize()`, `await ${keyward}.ready()`, '']
  return [
    '// If the database cannot be opened or lacks a table, the process ends: see npx keyward migrate',
    `${kind.isTypeScript ? 'void ' : ''}${dataSource}.initialize().then(() => ${keyward}.ready())`,
    '',
  ]
}

/** The line that binds keyward to the framework. */
export function binding(by: string, { router, guard, errorHandler, keyward: [, keyward] }: OwnNames): string {
  const parts = [router, guard, errorHandler].map(([name, as]) => (name === as ? name : `${name}: ${as}`))
  return `const { ${parts.join(', ')} } = ${by}(${keyward})`
}
