import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import ts from 'typescript'

/**
 * Makes `dist/client/`: the client once more, as ES modules, since browsers and Deno load nothing else. A file of it imports nothing but
 * others of it, so each is translated by itself. Its types are those of what `require` loads.
 */
const from = 'src/api-client'
const compilerOptions = {
  target: ts.ScriptTarget.ES2022,
  module: ts.ModuleKind.ESNext,
  verbatimModuleSyntax: true,
  removeComments: true,
}

for (const name of readdirSync(from, { recursive: true, encoding: 'utf8' })) {
  if (!name.endsWith('.ts')) continue
  const { outputText } = ts.transpileModule(readFileSync(join(from, name), 'utf8'), { compilerOptions })
  write(name.replace(/\.ts$/, '.js'), outputText)
}
write('index.d.ts', `export * from '../${from}/index.js'\n`)
write('package.json', '{ "type": "module" }\n')

function write(name, text) {
  const path = join('dist/client', name)
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, text)
}
