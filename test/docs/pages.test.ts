import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { describe, it } from 'mocha'

describe('docs/pages.md', () => {
  it('lists every option of accountPages, and no other', () => {
    const source = readFileSync('src/pages/site/options.ts', 'utf8')
    const declared = [...source.matchAll(/^ {2}readonly (\w+)\?:/gm)].map(([, name]) => name)
    const [, table = ''] = readFileSync('docs/pages.md', 'utf8').split('## Options\n')
    const listed = [...(table.split('\n## ')[0] ?? '').matchAll(/^\| `(\w+)` \|/gm)].map(([, name]) => name)
    assert.deepEqual(listed.toSorted(), declared.toSorted())
  })
})
