import { posix } from 'node:path'
import type { FileChange } from './change.js'
import type { CodeStyle } from './code-style.js'
import { styled } from './code-style.js'
import type { OwnDataSource } from './data-source.js'
import { entitiesLine } from './data-source.js'
import type { Framework } from './framework.js'
import { specifierTo } from './loaded-files.js'
import type { AppManifest } from './manifest.js'
import type { ModuleKind } from './module-kind.js'
import { loading } from './module-kind.js'
import type { StartFile } from './start-file.js'

/** The file that makes keyward, and the configuration of `npx keyward`: one file, or two where the app is compiled. */
export interface ConfigPlaces {
  readonly keyward: string
  readonly config: string
}

/** What stands in the file that makes keyward. */
export interface KeywardFile {
  readonly framework: Framework
  readonly kind: ModuleKind
  readonly style: CodeStyle
  /** The app’s own DataSource; `null` = one is made there. */
  readonly own: OwnDataSource | null
  /** What reads `.env`. */
  readonly environment: 'dotenv' | 'node' | 'none'
  /** Where browsers reach the app, as code. */
  readonly origin: string
  /** What stands before the paths of all routes; empty = nothing. */
  readonly prefix: string
}

/** Chooses them: beside package.json, but where TypeScript is started from its own folder, where another file would move what is compiled. */
export function configPlaces(start: StartFile, kind: ModuleKind, manifest: AppManifest): ConfigPlaces {
  const folder = posix.dirname(start.path)
  if (!kind.isTypeScript) {
    const extension = kind.isModule === manifest.isModule ? '.js' : kind.isModule ? '.mjs' : '.cjs'
    return { keyward: `keyward.config${extension}`, config: `keyward.config${extension}` }
  }
  const config = start.compiled === null ? 'keyward.config.ts' : 'keyward.config.js'
  if (start.compiled === null && folder === '.') return { keyward: config, config }
  return { keyward: posix.join(folder, 'keyward.ts'), config }
}

/** The files, whole. */
export function configFiles(
  places: ConfigPlaces,
  start: StartFile,
  content: KeywardFile & { isModule: boolean },
): readonly FileChange[] {
  const { style } = content
  const isOne = places.keyward === places.config
  const keyward = [...keywardLines(places, content), ...(isOne ? exportLines(content.kind) : [])]
  const made = { path: places.keyward, before: null, after: styled(keyward, style) }
  if (isOne) return [made]
  const config = styled(configLines(places, start, content), style)
  return [made, { path: places.config, before: null, after: config }]
}

/** What `npx keyward` reads, where what the app runs is somewhere else. */
function configLines(
  { keyward, config }: ConfigPlaces,
  { compiled }: StartFile,
  { kind, isModule }: Pick<KeywardFile, 'kind'> & { isModule: boolean },
): readonly string[] {
  const names = ['dataSource', 'keyward'].map((name) => [name, name] as const)
  if (compiled === null) {
    return [
      '// What npx keyward works with.',
      loading(names, specifierTo(keyward, config, kind), kind),
      '',
      'export default { dataSource, keyward }',
    ]
  }
  const file = `./${posix.join(posix.dirname(compiled), 'keyward.js')}`
  return [
    '// What npx keyward works with: the app as it is compiled.',
    loading(names, file, { usesImport: isModule }),
    '',
    `${isModule ? 'export default' : 'module.exports ='} { dataSource, keyward }`,
  ]
}

function exportLines({ usesImport }: ModuleKind): readonly string[] {
  return [
    '',
    usesImport ? 'export default { dataSource, keyward }' : 'module.exports = { dataSource, keyward }',
  ]
}

function keywardLines(places: ConfigPlaces, content: KeywardFile): readonly string[] {
  const { kind, own, origin, prefix, framework } = content
  const given = kind.usesImport ? 'export const' : 'const'
  return [
    ...importLines(places, content),
    '',
    ...environmentLines(content),
    ...(own === null ? dataSourceLines(given) : reexported(kind)),
    `${given} keyward = createKeyward({`,
    '  store: typeormStore(dataSource),',
    '  secrets: [process.env.KEYWARD_SECRET],',
    '  // where browsers reach the app',
    `  origins: [${origin}],`,
    ...(prefix === '' ? [] : [`  mountPath: '${prefix}/auth',`]),
    '})',
    ...(framework === 'nest'
      ? [
          '',
          'export const { guard, exceptionFilter, module: keywardModule, User, AuthInfo } = forNest(keyward)',
        ]
      : []),
  ]
}

function importLines(
  { keyward }: ConfigPlaces,
  { kind, own, environment, framework }: KeywardFile,
): readonly string[] {
  const plain = (name: string, from: string): string => loading([[name, name]], from, kind)
  return [
    ...(environment === 'dotenv'
      ? [kind.usesImport ? "import 'dotenv/config'" : "require('dotenv/config')"]
      : []),
    ...(environment === 'node' ? [plain('existsSync', 'node:fs')] : []),
    plain('createKeyward', 'keyward'),
    ...(own === null ? [entitiesLine(kind)] : []),
    ...(framework === 'nest' ? [plain('forNest', 'keyward/nest')] : []),
    plain('typeormStore', 'keyward/typeorm'),
    own === null ? plain('DataSource', 'typeorm') : ownLine(own, keyward, kind),
  ]
}

function ownLine({ file, exported }: OwnDataSource, from: string, kind: ModuleKind): string {
  const specifier = specifierTo(file.path, from, kind)
  if (exported !== null && exported !== 'default')
    return loading([[exported.name, 'dataSource']], specifier, kind)
  return kind.usesImport
    ? `import dataSource from '${specifier}'`
    : `const dataSource = require('${specifier}')`
}

function environmentLines({ environment }: Pick<KeywardFile, 'environment'>): readonly string[] {
  if (environment !== 'node') return []
  return [
    '// what the environment says comes before what .env says',
    "if (existsSync('.env')) process.loadEnvFile()",
    '',
  ]
}

function dataSourceLines(given: string): readonly string[] {
  return [
    `${given} dataSource = new DataSource({`,
    "  type: 'better-sqlite3',",
    "  database: 'app.db',",
    '  entities: [...keywardEntities().all],',
    '  migrations: [...keywardMigrations()],',
    '})',
    '',
  ]
}

function reexported({ usesImport }: ModuleKind): readonly string[] {
  return usesImport ? ['export { dataSource }', ''] : []
}
