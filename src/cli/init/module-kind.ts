import type { AppFile } from './app-folder.js'
import type { AppManifest } from './manifest.js'

/** In which language the files of an app are, and how they load one another. */
export interface ModuleKind {
  readonly isTypeScript: boolean
  /** Whether it runs as ES modules: then a module may await before others go on. */
  readonly isModule: boolean
  /** Whether it is written with `import`, as ES modules are and TypeScript that becomes CommonJS. */
  readonly usesImport: boolean
  /** What stands at the end of relative paths. */
  readonly extension: '' | '.js' | '.ts'
}

/** Finds out by a file and package.json. */
export function moduleKindOf({ path, text }: AppFile, { isModule, scripts }: AppManifest): ModuleKind {
  const isTypeScript = /\.[cm]?ts$/.test(path)
  const imports =
    /^\s*(?:import\s[^(]|export\s)/m.test(text) && !/^\s*(?:const|let|var)\s.*=\s*require\(/m.test(text)
  const isEsm = path.endsWith('.mjs') || path.endsWith('.mts') || (!/\.c[jt]s$/.test(path) && isModule)
  // Node.js takes a file for an ES module that is written as one, where package.json says nothing.
  const runsAsModule = isEsm || (!isTypeScript && !path.endsWith('.cjs') && imports)
  return {
    isTypeScript,
    isModule: runsAsModule,
    usesImport: isTypeScript || runsAsModule,
    extension: extensionOf(text, { isTypeScript, runsAsModule, scripts }),
  }
}

function extensionOf(
  text: string,
  app: { isTypeScript: boolean; runsAsModule: boolean; scripts: Readonly<Record<string, string>> },
): '' | '.js' | '.ts' {
  if (!app.runsAsModule && !app.isTypeScript) return ''
  const runsByNode = /(?:^|\s)node(?:\s+-\S+)*\s+\S+\.[cm]?ts\b/.test(app.scripts.start ?? '')
  if (/\bfrom\s*['"]\.[^'"\n]*\.ts['"]/.test(text) || (app.isTypeScript && runsByNode)) return '.ts'
  return app.runsAsModule ? '.js' : ''
}

/** What a line loads of a module: each name, and what it is called here if that is something else. */
export type Names = readonly (readonly [name: string, as: string])[]

/** The line that loads names of a module. */
export function loading(names: Names, from: string, { usesImport }: Pick<ModuleKind, 'usesImport'>): string {
  const link = usesImport ? ' as ' : ': '
  const list = names.map(([name, as]) => (name === as ? name : name + link + as)).join(', ')
  return usesImport ? `import { ${list} } from '${from}'` : `const { ${list} } = require('${from}')`
}

/** A name that a program does not use yet: the usual one, or else another. */
export function freeName(
  code: string,
  usual: string,
  otherwise: string,
): readonly [name: string, as: string] {
  return [usual, new RegExp(`\\b${usual}\\b`).test(code) ? otherwise : usual]
}
