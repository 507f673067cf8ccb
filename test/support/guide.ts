import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { describe } from 'mocha'
import ts from 'typescript'
import { manifest, packedBefore } from '../package/packed.js'
import type { Packed } from '../package/packed.js'
import { codeBlocks } from './code-blocks.js'
import { startScript } from './process.js'
import type { Served } from './process.js'

const run = promisify(execFile)
const typePackages = Object.keys(manifest.devDependencies).filter((name) => name.startsWith('@types/'))

/** What stands under one `##` heading of docs/existing-apps.md. */
export interface Section {
  readonly title: string
  /** Blocks that begin with a comment naming their file (`// users.ts`, `# nginx.conf`), by that name. */
  readonly files: ReadonlyMap<string, string>
  /** The `sh` blocks, in their order. */
  readonly scripts: readonly string[]
  /** Blocks of neither kind, of which no test could know what to do with them. */
  readonly others: readonly string[]
}

/** What an app of a reader has, apart from the section's own files. */
export interface AppOptions {
  /** Installed packages, beside those with types; `{ typeorm: 'typeorm-0.3' }` installs one under the name of another. */
  readonly packages: readonly (string | Readonly<Record<string, string>>)[]
  /** `"type"` in its package.json. Default: `commonjs`, as most apps with TypeORM are. */
  readonly type?: 'commonjs' | 'module'
  /** Changes the text of a file, for what the page says in a sentence. */
  readonly edit?: (file: string, text: string) => string
}

/** An app, outside this project, in which a section was followed; keyward in it is the packed one. */
export interface GuideApp {
  readonly folder: string
  /** Adds a file that the reader had before. */
  write(file: string, text: string): void
  /** Compiles its TypeScript beside the sources, as `tsc` with decorators does; fails with what is wrong. */
  compile(): void
  /** Starts a compiled file; it listens where the page says 3000. */
  start(file: string, env?: NodeJS.ProcessEnv): Promise<Served>
  /** Runs a block, or another script, by bash. */
  sh(script: string, env?: NodeJS.ProcessEnv): Promise<{ readonly stdout: string; readonly stderr: string }>
}

/** All sections of docs/existing-apps.md. */
export function guideSections(): readonly Section[] {
  const [, ...parts] = readFileSync('docs/existing-apps.md', 'utf8').split(/^## /m)
  return parts.map((part) => sectionOf(part))
}

/** The file of the tests of a section: `test/docs/existing-apps/own-users.test.ts` for "Own users". */
export function testOf({ title }: Section): string {
  const name = title.toLowerCase().replace(/[^a-z0-9]+/g, '-')
  return join('test/docs/existing-apps', `${name.replace(/^-|-$/g, '')}.test.ts`)
}

/** Describes what following a section comes to; `make` makes a fresh app with the files of the section, for a free port. */
export function describeSection(
  title: string,
  suite: (section: Section, make: (port: number, options: AppOptions) => GuideApp) => void,
): void {
  describe(`docs/existing-apps.md, ${title}`, function () {
    this.timeout(120_000)
    const section = guideSections().find((found) => found.title === title)
    assert.ok(section, `the page has no section ${title}`)
    const packed = packedBefore()
    suite(section, (port, options) => guideApp(section, { packed: packed(), port, ...options }))
  })
}

function sectionOf(part: string): Section {
  const blocks = codeBlocks(part)
  const scripts = blocks.filter(({ language }) => language === 'sh').map(({ text }) => text)
  const rest = blocks.filter(({ language }) => language !== 'sh')
  const named = rest.map(({ text }) => ({ text, name: fileNamed(text) }))
  return {
    title: part.slice(0, part.indexOf('\n')).trim(),
    scripts,
    files: new Map(named.flatMap(({ name, text }) => (name === null ? [] : [[name, text] as const]))),
    others: named.filter(({ name }) => name === null).map(({ text }) => text),
  }
}

/** The file that the first line names; what comes after a colon is for the reader. */
function fileNamed(text: string): string | null {
  return /^(?:\/\/|#) ((?:[\w.-]+\/)*[\w.-]+)(?::.*)?\n/.exec(text)?.[1] ?? null
}

function guideApp(section: Section, made: AppOptions & { packed: Packed; port: number }): GuideApp {
  const { packed, port, packages, type = 'commonjs', edit = (_, text) => text } = made
  const folder = packed.app([...typePackages, ...packages])
  const written = (file: string, text: string): void => {
    mkdirSync(dirname(join(folder, file)), { recursive: true })
    writeFileSync(join(folder, file), text.replaceAll('3000', String(port)))
  }
  written('package.json', JSON.stringify({ name: 'app', private: true, type }))
  for (const [file, text] of section.files) written(file, edit(file, text))
  const environment = { KEYWARD_SECRET: 'a secret for the guide, 32 bytes and more' }
  return {
    folder,
    write: written,
    compile: () => assert.deepEqual(compile(folder), []),
    start: (file, env = {}) =>
      startScript([process.execPath, file], { cwd: folder, port, env: { ...environment, ...env } }),
    sh: (script, env = {}) =>
      run('bash', ['-ec', script.replaceAll('3000', String(port))], {
        cwd: folder,
        env: { ...process.env, ...environment, ...env },
      }),
  }
}

/** Compiles all TypeScript of the folder; answers what is wrong with it. */
function compile(folder: string): readonly string[] {
  const files = ts.sys.readDirectory(folder, ['.ts'], ['node_modules'])
  const program = ts.createProgram(files, {
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    typeRoots: [join(folder, 'node_modules/@types')],
    types: ['node'],
    strict: true,
    skipLibCheck: true,
    experimentalDecorators: true,
    emitDecoratorMetadata: true,
  })
  const { diagnostics } = program.emit()
  return [...ts.getPreEmitDiagnostics(program), ...diagnostics].map(({ file, messageText }) => {
    return `${file?.fileName ?? ''}: ${ts.flattenDiagnosticMessageText(messageText, '\n')}`
  })
}
