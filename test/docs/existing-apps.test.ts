import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { describe, it } from 'mocha'
import { guideSections, testOf } from '../support/guide.js'

describe('docs/existing-apps.md', () => {
  it('has a test for each section', () => {
    const untested = guideSections().filter((section) => !existsSync(testOf(section)))
    assert.deepEqual(
      untested.map((section) => `${section.title}: no ${testOf(section)}`),
      [],
    )
  })

  it('says of each block which file it is, or that it is typed into a shell', () => {
    assert.deepEqual(
      guideSections().flatMap(({ title, others }) => others.map((text) => `${title}: ${text}`)),
      [],
    )
  })
})
