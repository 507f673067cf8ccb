import { cpSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'

/**
 * Takes out of `dist/` what nobody who installs the package can get at, so that the sources fit in beside what is built: declarations that
 * no public one leads to, and maps to sources that are not published. Copies those that are into `dist/sources/`, where the maps look for them.
 */
const { exports } = JSON.parse(readFileSync('package.json', 'utf8'))
const paths = Object.values(exports).map((path) => path.default ?? path)
const entries = paths.filter((path) => path.endsWith('.js'))
const reached = reachedFrom(entries.map((path) => normalize(path).replace(/\.js$/, '.d.ts')))

for (const name of readdirSync('dist', { recursive: true, encoding: 'utf8' })) {
  const path = join('dist', name)
  const [, stem, end] = /^(.*?)\.(d\.c?ts|d\.c?ts\.map)$/.exec(path) ?? []
  if (end === undefined) continue
  const isReached = [`${stem}.d.ts`, `${stem}.d.cts`].some((declaration) => reached.has(declaration))
  if (isReached) keep(path, end)
  else rmSync(path)
}

/** The declarations that these lead to, themselves among them. */
function reachedFrom(starts) {
  const found = new Set()
  const open = [...starts]
  for (let path = open.pop(); path !== undefined; path = open.pop()) {
    if (found.has(path)) continue
    found.add(path)
    open.push(...declarationsIn(path))
  }
  return found
}

function declarationsIn(path) {
  const specifiers = readFileSync(path, 'utf8').matchAll(/(?:from |import\()['"](\.[^'"]+)['"]/g)
  return [...specifiers].map(([, to]) => join(dirname(path), to.replace(/\.(c?)js$/, '.d.$1ts')))
}

/** A map names its source from where it stands: `../../src/core.ts`. */
function keep(path, end) {
  if (!end.endsWith('.map')) return
  const map = JSON.parse(readFileSync(path, 'utf8'))
  const source = join(dirname(path), map.sources[0])
  cpSync(source, join('dist/sources', source))
  const up = dirname(path).split('/').length - 1
  map.sources = ['../'.repeat(up) + join('sources', source)]
  writeFileSync(path, JSON.stringify(map))
}
