import assert from 'node:assert/strict'
import fc from 'fast-check'
import { describe, it } from 'mocha'
// By another name, so that it is not formatted: the spelling is what is tested.
import { drawing, html as page, textOf } from '../../../src/pages/elements/html.js'
import type { Html } from '../../../src/pages/elements/html.js'

const signs = [
  '<',
  '>',
  '"',
  "'",
  '`',
  '&',
  '=',
  '/',
  ' ',
  '\n',
  'a',
  'script',
  '&lt;',
  '&#39;',
  '\u0000',
  '\u202e',
]
const hostile = fc
  .array(fc.oneof(fc.constantFrom(...signs), fc.string()), { maxLength: 12 })
  .map((all) => all.join(''))

describe('html', () => {
  it('shows any text as itself, between tags and in attributes', () => {
    fc.assert(
      fc.property(hostile, hostile, (text, value) => {
        const shown = textOf(page`<p title="${value}">${text}</p>`)
        const [, shownValue = '', shownText = ''] = /^<p title="([^"]*)">([^<]*)<\/p>$/.exec(shown) ?? []
        assert.deepEqual([unescape(shownValue), unescape(shownText)], [value, text])
        assert.doesNotMatch(shownValue + shownText, /[<>"'`]/)
      }),
      { numRuns: 2000 },
    )
  })

  it('takes pieces, lists of them, numbers, and nothing', () => {
    const items = ['a', '<b>'].map((text) => page`<li>${text}</li>`)
    const shown = page`<ul>${items}${null}${undefined}${false}${[1, [page`<hr>`]]}</ul>`
    assert.equal(textOf(shown), '<ul><li>a</li><li>&lt;b&gt;</li>1<hr></ul>')
  })

  it('takes markup, but no text, among the attributes of a tag', () => {
    const on = page` checked`
    assert.equal(textOf(page`<input type="radio"${on}>`), '<input type="radio" checked>')
    assert.equal(textOf(page`<input type="radio"${false}>`), '<input type="radio">')
    assert.throws(() => page`<input type="radio" ${'onclick=alert(1)'}>`, TypeError)
    assert.throws(() => page`<input type="radio" ${1}>`, TypeError)
  })

  it('refuses places where escaping is no help', () => {
    const unsafe: readonly (() => Html)[] = [
      () => page`<a href=${'x'}>`,
      () => page`<a href='${'x'}'>`,
      () => page`<a onclick="f(${'x'})">`,
      () => page`<${'x'}>`,
      () => page`</${'x'}>`,
      () => page`<script>${'x'}</script>`,
      () => page`<style>${'x'}</style>`,
    ]
    for (const make of unsafe) assert.throws(make, /may not stand/, make.toString())
  })

  it('takes nothing that was sent or stored for HTML', () => {
    const forged = JSON.parse('{"html":"<script>","markup":"<script>","Symbol(markup)":"<script>"}') as Html
    assert.throws(() => page`<p>${forged}</p>`, TypeError)
  })
})

describe('drawing', () => {
  it('takes an SVG image, and nothing that could run', () => {
    const svg = '<svg xmlns="http://www.w3.org/2000/svg"><path d="M0 0h1v1z"/></svg>'
    assert.equal(textOf(page`<div>${drawing(svg)}</div>`), `<div>${svg}</div>`)
    const others = ['<p>', '<svg onload="x"><path/></svg>', '<svg><script>x</script></svg>']
    for (const bad of [...others, '<svg><a href="javascript:x"/></svg>']) {
      assert.throws(() => drawing(bad), TypeError)
    }
  })
})

function unescape(text: string): string {
  const entities: Readonly<Record<string, string>> = {
    amp: '&',
    lt: '<',
    gt: '>',
    quot: '"',
    '#39': "'",
    '#96': '`',
  }
  return text.replace(/&(amp|lt|gt|quot|#39|#96);/g, (_, name: string) => entities[name] ?? '')
}
