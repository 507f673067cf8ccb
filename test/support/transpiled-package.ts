import { cpSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import ts from 'typescript'
import { manifest } from '../package/packed.js'

const options: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2023,
  experimentalDecorators: true,
  verbatimModuleSyntax: true,
}

/**
 * Puts keyward as it stands, its dependencies and `packages` into `node_modules` of a folder, in a few seconds: without checking types, and
 * as ES modules, unlike what is published.
 */
export function transpiledInto(folder: string, packages: readonly string[]): void {
  const modules = join(folder, 'node_modules')
  const own = join(modules, 'keyward')
  for (const file of ['src', 'adapters', 'entities'].flatMap(filesIn)) {
    const target = join(own, file)
    mkdirSync(dirname(target), { recursive: true })
    if (file.endsWith('.d.ts')) continue
    if (/\.c?ts$/.test(file)) writeFileSync(target.replace(/ts$/, 'js'), transpiled(file))
    else cpSync(file, target)
  }
  const description = readFileSync('package.json', 'utf8')
    .replaceAll('/dist/client/', '/src/api-client/')
    .replaceAll('./dist/', './')
  writeFileSync(join(own, 'package.json'), description)
  for (const name of [...Object.keys(manifest.dependencies), ...packages]) {
    mkdirSync(dirname(join(modules, name)), { recursive: true })
    symlinkSync(resolve('node_modules', name), join(modules, name))
  }
}

function filesIn(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name))
}

function transpiled(file: string): string {
  const module = file.endsWith('.cts') ? ts.ModuleKind.CommonJS : ts.ModuleKind.ESNext
  return ts.transpile(readFileSync(file, 'utf8'), { ...options, module }, file)
}
