import { posix } from 'node:path'
import type { AppFile, AppFolder } from './app-folder.js'
import { firstOf } from './app-folder.js'
import type { AppManifest } from './manifest.js'

/** The file that an app is started by. */
export interface StartFile extends AppFile {
  /** Where it is once it is compiled, if that is what is started. */
  readonly compiled: string | null
  /** The script of package.json that starts it; `null` = none does. */
  readonly script: string | null
}

const scripts = ['start', 'start:prod', 'serve', 'dev', 'start:dev']
const usual = ['main', 'index', 'app', 'server']
const extensions = ['', '.js', '.ts', '.mjs', '.cjs', '.mts', '.cts', '/index.js', '/index.ts']

/** Finds it: by the scripts of package.json, by `main`, by the names that such files usually have. `null` = none is found. */
export function startFile(folder: AppFolder, manifest: AppManifest): StartFile | null {
  const started = scripts.flatMap((script) =>
    (manifest.scripts[script]?.split(/[\s;&|]+/) ?? []).map((word) => ({ script, word })),
  )
  const named = manifest.main === null ? started : [...started, { script: null, word: manifest.main }]
  for (const { script, word } of named) {
    const path = wordAsPath(word, manifest)
    const file = path === null ? null : (sourceFile(folder, path) ?? compiledFrom(folder, path))
    if (file !== null) return { ...file, script }
  }
  const guesses = ['src/', ''].flatMap((place) =>
    usual.flatMap((name) => [`${place}${name}.ts`, `${place}${name}.js`]),
  )
  const found = firstOf(folder, guesses)
  return found === null ? null : { ...found, compiled: compiledTo(folder, found.path), script: null }
}

/** A word of a command that may name a file: no option, no assignment. */
function wordAsPath(word: string, { main }: AppManifest): string | null {
  const path = word === '.' ? (main ?? 'index.js') : word.replace(/^["']|["']$/g, '')
  return /^[\w./@-]+$/.test(path) && !/^[-/]/.test(path) && path !== '..' ? posix.normalize(path) : null
}

function sourceFile(folder: AppFolder, path: string): Omit<StartFile, 'script'> | null {
  const found = firstOf(
    folder,
    extensions.map((extension) => path + extension),
  )
  if (found === null || isBuilt(folder, path)) return null
  // A file without an extension is code if it says so itself, as `bin/www` does.
  const isCode = /\.[cm]?[jt]s$/.test(found.path) || /^#!.*node/.test(found.text)
  return isCode ? { ...found, compiled: null } : null
}

/** Whether a file stands where the compiler puts what it makes. */
function isBuilt(folder: AppFolder, path: string): boolean {
  return !/\.[cm]?ts$/.test(path) && sourceOfBuilt(folder, path) !== null
}

function compiledFrom(folder: AppFolder, path: string): Omit<StartFile, 'script'> | null {
  const source = sourceOfBuilt(folder, path)
  return source === null ? null : { ...source, compiled: /\.[cm]?js$/.test(path) ? path : `${path}.js` }
}

/** What is compiled to a file: `dist/main.js` comes from `src/main.ts` or `main.ts`, `dist/src/main.js` from `src/main.ts`. */
function sourceOfBuilt(folder: AppFolder, path: string): AppFile | null {
  const [first = '', ...rest] = path.replace(/\.[cm]?js$/, '').split('/')
  if (rest.length === 0 || first === 'src') return null
  const name = rest.join('/')
  return firstOf(folder, [`src/${name}.ts`, `${name}.ts`, `src/${name}.mts`, `${name}.mts`])
}

/** Where a source goes by what tsconfig.json says. */
function compiledTo(folder: AppFolder, path: string): string | null {
  const [, outDir] = /"outDir"\s*:\s*"([^"]+)"/.exec(folder.read('tsconfig.json') ?? '') ?? []
  if (outDir === undefined || !path.endsWith('.ts')) return null
  return posix.join(outDir, path.replace(/^src\//, '').replace(/\.ts$/, '.js'))
}
