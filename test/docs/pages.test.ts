import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { describe, it } from 'mocha'
import { codeBlocks } from '../support/code-blocks.js'

describe('docs/pages.md', () => {
  it('lists every option of accountPages, and no other', () => {
    const source = readFileSync('src/pages/site/options.ts', 'utf8')
    const declared = [...source.matchAll(/^ {2}readonly (\w+)\?:/gm)].map(([, name]) => name)
    const [, table = ''] = readFileSync('docs/pages.md', 'utf8').split('## Options\n')
    const listed = [...(table.split('\n## ')[0] ?? '').matchAll(/^\| `(\w+)` \|/gm)].map(([, name]) => name)
    assert.deepEqual(listed.toSorted(), declared.toSorted())
  })

  const page = readFileSync('docs/pages.md', 'utf8')
  const folder = 'src/pages/site/assets/style'
  const styles = readdirSync(folder)
    .map((file) => readFileSync(`${folder}/${file}`, 'utf8'))
    .join('\n')
  const [, looks = ''] = page.split('\n## Looks\n')
  const stable = [...looks.matchAll(/`((?:--)?kw-[a-z-]+)`/g)].map(([, name = '']) => name)

  it('lists custom properties and classes that the stylesheets have and use', () => {
    assert.ok(stable.length > 25)
    const has = (name: string): boolean =>
      name.startsWith('--')
        ? styles.includes(`${name}:`) && styles.includes(`var(${name})`)
        : new RegExp(`\\.${name}(?![a-z0-9-])`).test(styles)
    assert.deepEqual(
      stable.filter((name) => !has(name)),
      [],
    )
  })

  it('has themes that use what it lists, and nothing else', () => {
    const themes = codeBlocks(looks)
    assert.equal(themes.length, 3)
    for (const { language, text } of themes) {
      assert.equal(language, 'css')
      const names = [...text.matchAll(/--kw-[a-z-]+|(?<=\.)kw-[a-z-]+/g)].map(([name]) => name)
      assert.ok(names.length > 0)
      assert.deepEqual(
        names.filter((name) => !stable.includes(name)),
        [],
      )
    }
  })
})
