import assert from 'node:assert/strict'
import { describe, it } from 'mocha'
import { accountPages } from '../../../src/pages/account-pages.js'
import type { AccountPagesOptions } from '../../../src/pages/account-pages.js'

describe('accountPages', () => {
  it('lists every problem of its options in one TypeError', () => {
    const bad = {
      logoUrl: 'javascript:alert(1)',
      homeUrl: '//evil.example',
      accent: 'red; } body { display: none',
      stylesheets: ['http://cdn.example.com/a.css'],
      nav: [{ label: '', href: '/\\evil' }],
      publicPath: '/auth/',
      csp: 'none',
      theme: 'dark',
    } as unknown as AccountPagesOptions
    assert.throws(
      () => accountPages(bad),
      (error: Error) => {
        assert.ok(error instanceof TypeError)
        for (const name of [
          'logoUrl',
          'homeUrl',
          'accent',
          'stylesheets.0',
          'nav.0.label',
          'nav.0.href',
          'publicPath',
          'csp',
          'theme',
        ]) {
          assert.ok(error.message.includes(`- ${name}: `), `${name} is missing from ${error.message}`)
        }
        return true
      },
    )
  })
})
