import { writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join, relative } from 'node:path'
import type ts from 'typescript'

/** How an app is type-checked: by which compiler, and how that finds modules. */
export interface Checking {
  readonly compiler: (typeof compilers)[number]
  readonly resolution: (typeof resolutions)[number]
}

/** The compilers that hosts have: the oldest that is supported, the last that knows node10 without a warning, and ours. */
export const compilers = ['typescript-5.4', 'typescript-5.9', 'typescript'] as const
export const resolutions = ['node10', 'node16, ESM', 'node16, CommonJS', 'nodenext', 'bundler'] as const

/** One program has both files of node16: what they import is read and checked once. */
const node16 = { files: ['app.mts', 'app.cts'], module: 'Node16', moduleResolution: 'Node16' } as const
const kinds = {
  node10: { files: ['app.ts'], module: 'CommonJS', moduleResolution: 'Node10' },
  'node16, ESM': node16,
  'node16, CommonJS': node16,
  nodenext: { files: ['app.mts'], module: 'NodeNext', moduleResolution: 'NodeNext' },
  bundler: { files: ['app.ts'], module: 'ESNext', moduleResolution: 'Bundler' },
} as const

/** Checks an app that imports `modules`; what two ways of resolving have in common is checked once. */
export function typeChecker(
  app: string,
  modules: readonly string[],
): (checking: Checking) => readonly string[] {
  const found = new Map<string, readonly string[]>()
  return (checking) => {
    const key = `${checking.compiler} ${kinds[checking.resolution].moduleResolution}`
    const errors = found.get(key) ?? typeErrors(app, modules, checking)
    found.set(key, errors)
    return errors
  }
}

/** What the compiler finds wrong, `skipLibCheck: false`, in an app that imports `modules`. */
function typeErrors(
  app: string,
  modules: readonly string[],
  { compiler, resolution }: Checking,
): readonly string[] {
  const compile = createRequire(import.meta.url)(compiler) as typeof ts
  const { files, module, moduleResolution } = kinds[resolution]
  const roots = files.map((name) => join(app, name))
  const imports = modules.map((name, i) => `import * as m${i} from '${name}'`)
  const text = [...imports, `console.log(${modules.map((_, i) => `m${i}`).join()})`].join('\n')
  for (const root of roots) writeFileSync(root, text)
  const program = compile.createProgram(roots, {
    target: compile.ScriptTarget.ES2022,
    module: compile.ModuleKind[module],
    moduleResolution: compile.ModuleResolutionKind[moduleResolution],
    ...(compiler === 'typescript' && resolution === 'node10' && { ignoreDeprecations: '6.0' }),
    strict: true,
    exactOptionalPropertyTypes: true,
    skipLibCheck: false,
    noEmit: true,
    types: ['node'],
  })
  return compile
    .getPreEmitDiagnostics(program)
    .map(
      ({ file, messageText }) =>
        `${relative(app, file?.fileName ?? '')}: ${compile.flattenDiagnosticMessageText(messageText, '\n')}`,
    )
}
