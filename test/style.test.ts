import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { describe, it } from 'mocha'

/** Names that say nothing about what a file is about. */
const vague = /^(utils?|helpers?|common|types|misc|shared|constants)\.ts$/
/** The files that only list what others export. */
const lists = [
  ...[
    'src/index.ts',
    'src/api-client/index.ts',
    'src/legacy-passwords/index.ts',
    'src/pages/account-pages.ts',
  ],
  ...['adapters/typeorm/index.ts', 'entities/index.ts'],
]

describe('the style', () => {
  const shipped = ['src', 'adapters', 'entities'].flatMap(filesIn)
  const all = [...shipped, ...['examples', 'test'].flatMap(filesIn)]

  it('names files by a noun in kebab-case', () => {
    const isWell = (path: string): boolean => /^[a-z0-9]+(-[a-z0-9]+)*(\.test|\.d)?\.ts$/.test(basename(path))
    assert.deepEqual(
      all.filter((path) => !isWell(path) || vague.test(basename(path))),
      [],
    )
  })

  it('passes on what others export only in the public lists', () => {
    const passesOn = /^export (type )?\{[^}]*\} from /m
    const found = shipped.filter((path) => passesOn.test(readFileSync(path, 'utf8')))
    assert.deepEqual(
      found.filter((path) => !lists.includes(path)),
      [],
    )
  })

  it('takes nothing but blank and tab from around protocol text: a byte A0 makes another name of a cookie’s', () => {
    const loose = /\.trim(Start|End|Left|Right)?\(|\\s|\\p\{White_Space\}/i
    const protocol = shipped.filter((path) => /^src\/(auth|http)\//.test(path))
    assert.deepEqual(
      protocol.filter((path) => loose.test(readFileSync(path, 'utf8'))),
      [],
    )
  })

  it('says each thing once in the changelog: git puts the lines of all who wrote into it there', () => {
    const [, ...versions] = readFileSync('CHANGELOG.md', 'utf8').split(/^## /m)
    for (const version of versions) {
      const lines = version.split('\n').filter((line) => line !== '')
      assert.deepEqual(
        lines.filter((line, i) => lines.indexOf(line) < i),
        [],
      )
    }
  })

  it('leaves no work for later in a comment', () => {
    const later = new RegExp(`\\b(${['TO' + 'DO', 'FIX' + 'ME', 'X' + 'XX'].join('|')})\\b`)
    assert.deepEqual(
      all.filter((path) => later.test(readFileSync(path, 'utf8'))),
      [],
    )
  })
})

function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !/node_modules|(^|\/)\./.test(name))
    .map((name) => join(folder, name))
}
