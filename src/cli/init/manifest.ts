import { CommandError } from '../error.js'
import type { AppFolder } from './app-folder.js'

/** What package.json says of an app. */
export interface AppManifest {
  readonly isModule: boolean
  readonly main: string | null
  readonly scripts: Readonly<Record<string, string>>
  /** The version or range of each package that it names. */
  readonly packages: Readonly<Record<string, string>>
  /** The package manager that it names, without its version. */
  readonly manager: string | null
}

/** Reads it; a CommandError where there is none that can be read. */
export function manifestIn(folder: AppFolder): AppManifest {
  const text = folder.read('package.json')
  if (text === null) {
    throw new CommandError(
      'no_package',
      'there is no package.json here: npx keyward init is called in the folder of an app',
    )
  }
  const content = parsed(text)
  const { type, main, scripts, dependencies, devDependencies, packageManager } = content
  return {
    isModule: type === 'module',
    main: typeof main === 'string' ? main : null,
    scripts: textsIn(scripts),
    packages: { ...textsIn(devDependencies), ...textsIn(dependencies) },
    manager: typeof packageManager === 'string' ? (packageManager.split('@')[0] ?? null) : null,
  }
}

/** The version that an app has of a package, or at least asks for: `[major, minor]`; `null` = it has none, `[Infinity, 0]` = whatever is newest. */
export function versionOf(
  folder: AppFolder,
  { packages }: AppManifest,
  name: string,
): readonly [number, number] | null {
  const range = packages[name]
  if (range === undefined) return null
  const there = folder.read(`node_modules/${name}/package.json`)
  const { version } = there === null ? {} : parsed(there)
  const [, major, minor] = /(\d+)(?:\.(\d+))?/.exec(typeof version === 'string' ? version : range) ?? []
  return major === undefined ? [Infinity, 0] : [Number(major), Number(minor ?? 0)]
}

function parsed(text: string): Readonly<Record<string, unknown>> {
  try {
    const content: unknown = JSON.parse(text.replace(/^\uFEFF/, ''))
    if (isRecord(content)) return content
  } catch {
    // It is refused below, in words of its own.
  }
  throw new CommandError('bad_package', 'package.json is no JSON object')
}

function textsIn(value: unknown): Readonly<Record<string, string>> {
  if (!isRecord(value)) return {}
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, text]) => (typeof text === 'string' ? [[key, text]] : [])),
  )
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
