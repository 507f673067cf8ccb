import assert from 'node:assert/strict'
import { describe, it } from 'mocha'
import { textOf } from '../../../src/pages/elements/html.js'
import { icon, iconNames } from '../../../src/pages/elements/icon.js'

describe('icon', () => {
  it('is left out by screen readers, and takes the colour of the text beside it', () => {
    for (const name of iconNames) {
      const drawn = textOf(icon(name))
      assert.match(drawn, /^<svg class="kw-icon" [^>]*aria-hidden="true"><path d="[^"]+"\/><\/svg>$/, name)
      assert.doesNotMatch(drawn, /fill=|stroke=|style=/, name)
    }
  })

  it('is one of a set that weighs 3 kB at most, each drawn in its own way', () => {
    const paths = iconNames.map((name) => / d="([^"]*)"/.exec(textOf(icon(name)))?.[1] ?? '')
    assert.equal(new Set(paths).size, paths.length)
    assert.ok(paths.join('').length <= 3000, String(paths.join('').length))
  })
})
