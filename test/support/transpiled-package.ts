import { cpSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { transformWithEsbuild } from 'vite'
import { manifest } from '../package/packed.js'

/**
 * Puts keyward as it stands, its dependencies and `packages` into `node_modules` of a folder, in a few seconds: as CommonJS, as it is
 * published, but without checking types.
 */
export async function transpiledInto(folder: string, packages: readonly string[]): Promise<void> {
  const modules = join(folder, 'node_modules')
  const own = join(modules, 'keyward')
  const files = ['src', 'adapters', 'entities'].flatMap(filesIn).filter((file) => !file.endsWith('.d.ts'))
  await Promise.all(files.map((file) => put(file, join(own, file))))
  const description = readFileSync('package.json', 'utf8')
    .replaceAll('/dist/client/', '/src/api-client/')
    .replaceAll('./dist/', './')
    .replace('"type": "module"', '"type": "commonjs"')
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

async function put(file: string, target: string): Promise<void> {
  mkdirSync(dirname(target), { recursive: true })
  if (!/\.c?ts$/.test(file)) {
    cpSync(file, target)
    return
  }
  const { code } = await transformWithEsbuild(readFileSync(file, 'utf8'), file, {
    ...{ loader: 'ts', format: 'cjs', platform: 'node', target: 'es2023', sourcemap: false },
    // What is imported when it is needed is required then, as in what is published.
    supported: { 'dynamic-import': false },
    tsconfigRaw: { compilerOptions: { experimentalDecorators: true, verbatimModuleSyntax: true } },
  })
  writeFileSync(target.replace(/ts$/, 'js'), code)
}
