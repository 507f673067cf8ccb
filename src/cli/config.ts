import { existsSync, lstatSync, statSync } from 'node:fs'
import { createRequire } from 'node:module'
import { userInfo } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { DataSource } from 'typeorm'
import type { HostApi } from '../host/api.js'
import type { Keyward } from '../keyward.js'
import { CommandError } from './error.js'
import { importModule } from './import-module.js'

/** The app's configuration, opened: exactly what the app itself has. */
export interface Opened {
  readonly dataSource: DataSource
  readonly keyward: Keyward
  /** The calls of `keyward`, recorded as done by whoever runs the command, for the reason that they gave. */
  readonly calls: HostApi
}

/** Opens the configuration, and closes what it opened. */
export interface Configuration {
  /** A SQLite file that is not there is made only where that is wanted. */
  open(how?: Opening): Promise<Opened>
  close(): Promise<void>
}

/** How it is opened. */
export interface Opening {
  readonly create?: true
}

const names = ['ts', 'mts', 'js', 'mjs', 'cjs', 'cts'].map((extension) => `keyward.config.${extension}`)

/** Makes it. `path` = what `--config` said; without one it is `keyward.config` in the folder, with the extension of any kind of module. */
export function configuration(
  folder: string,
  { path, reason }: { readonly path: string | undefined; readonly reason: string | null },
): Configuration {
  let opened: Promise<Opened> | undefined
  let closeSource: (() => Promise<void>) | undefined
  return Object.freeze({
    open: (how = {}) => (opened ??= open(how)),
    async close() {
      const all = await opened?.catch(() => undefined)
      await all?.keyward.close()
      await closeSource?.()
    },
  } satisfies Configuration)

  async function open({ create }: Opening): Promise<Opened> {
    const file = fileOf(folder, path)
    const { dataSource, keyward } = partsOf(await loaded(file), file)
    if (!dataSource.isInitialized) {
      if (!create) refuseMissingFile(dataSource)
      // A command changes a schema only where it says so.
      dataSource.setOptions({ synchronize: false, migrationsRun: false, dropSchema: false })
      closeSource = async () => dataSource.destroy()
      await dataSource.initialize().catch((error: unknown) => {
        closeSource = undefined
        throw new CommandError('unavailable', `the database cannot be opened: ${messageOf(error)}`, {
          cause: error,
        })
      })
    }
    const calls = keyward.asOperator({ name: userName(), reason })
    return { dataSource, keyward, calls }
  }
}

/** SQLite would make an empty file where somebody stands in the wrong folder. */
function refuseMissingFile({ options }: DataSource): void {
  if (options.type !== 'better-sqlite3' || options.database === '' || options.database === ':memory:') return
  if (existsSync(options.database)) return
  throw new CommandError(
    'unavailable',
    `the database cannot be opened: there is no file ${options.database}; \`npx keyward migrate\` makes it`,
  )
}

function fileOf(folder: string, path: string | undefined): string {
  if (path !== undefined) {
    const file = resolve(folder, path)
    if (!existsSync(file)) throw new CommandError('no_config', `there is no file ${path}`)
    return file
  }
  const found = names.map((name) => join(folder, name)).find((file) => existsSync(file))
  if (found === undefined) {
    throw new CommandError(
      'no_config',
      'there is no keyward.config.ts, .js or .mjs here: `npx keyward init` writes one, --config names another',
    )
  }
  if (isLaidBySomebody(found)) {
    throw new CommandError(
      'untrusted_config',
      `${found} belongs to another user, in a folder that everybody can write to: --config ${found} runs it all the same`,
    )
  }
  return found
}

/** Whether somebody else may have put a file there for whoever comes by, as into /tmp: it is code, and would run as them. */
function isLaidBySomebody(file: string): boolean {
  const [folder, own] = [statSync(dirname(file)), process.getuid?.()]
  const trusted = [own, folder.uid, 0]
  return own !== undefined && (folder.mode & 0o002) !== 0 && !trusted.includes(lstatSync(file).uid)
}

/** Loads a module. One in TypeScript is read by tsx where the app has it, or by Node.js itself where it can. */
async function loaded(file: string): Promise<unknown> {
  if (/\.[cm]?ts$/.test(file)) await readTypeScript(file)
  try {
    return await importModule(pathToFileURL(file).href)
  } catch (error) {
    throw new CommandError('bad_config', `${file} cannot be loaded: ${messageOf(error)}`, { cause: error })
  }
}

async function readTypeScript(file: string): Promise<void> {
  // Whoever runs the command under a loader has one already.
  if (process.execArgv.some((argument) => argument.includes('tsx'))) return
  const tsx = tsxOf(file)
  if (tsx !== null) {
    // The module is the app's: TypeScript does not know it from here.
    const { register } = (await importModule(pathToFileURL(tsx).href)) as { register: () => unknown }
    register()
    return
  }
  if ('typescript' in process.features && Boolean(process.features.typescript)) return
  throw new CommandError(
    'no_typescript',
    `${file} is TypeScript, which this Node.js does not read: npm install --save-dev tsx`,
  )
}

function tsxOf(file: string): string | null {
  try {
    // What `require` finds of it cannot find its own loader: the ES module stands beside it.
    return createRequire(file)
      .resolve('tsx/esm/api')
      .replace(/\.cjs$/, '.mjs')
  } catch {
    return null
  }
}

/** The parts by what they can do, not by their classes: the app may have loaded another copy. */
function partsOf(module: unknown, file: string): { dataSource: DataSource; keyward: Keyward } {
  const exported = defaultOf(defaultOf(module))
  if (
    typeof exported === 'object' &&
    exported !== null &&
    'dataSource' in exported &&
    'keyward' in exported
  ) {
    const { dataSource, keyward } = exported
    if (hasFunction(dataSource, 'initialize') && hasFunction(keyward, 'asOperator'))
      // What they are beyond that only TypeORM and keyward can make.
      return { dataSource: dataSource as DataSource, keyward: keyward as Keyward }
  }
  throw new CommandError('bad_config', `${file} must have a default export { dataSource, keyward }`)
}

/** The default export; of a CommonJS module that another loader has wrapped it stands one level deeper. */
function defaultOf(module: unknown): unknown {
  return typeof module === 'object' && module !== null && 'default' in module ? module.default : module
}

function hasFunction(value: unknown, name: string): boolean {
  if (typeof value !== 'object' || value === null) return false
  // Only whether it is a function is asked.
  return typeof (value as Record<string, unknown>)[name] === 'function'
}

function userName(): string {
  try {
    return userInfo().username
  } catch {
    // A container may run under a user id that nobody has.
    return `uid ${String(process.getuid?.() ?? 'unknown')}`
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
