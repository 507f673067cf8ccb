import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { describe, it } from 'mocha'

describe('docs/security.md', () => {
  const page = readFileSync('docs/security.md', 'utf8')

  it('lists in its contents every part that it has', () => {
    const parts = [...page.matchAll(/^## (.+)$/gm)].map(([, title]) => title)
    const contents = [...page.matchAll(/^- \[(.+)\]\(#.+\)$/gm)].map(([, title]) => title)
    assert.deepEqual(contents, parts)
  })
})
