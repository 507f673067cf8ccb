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
      legal: [{ label: {}, href: 'ftp://a' }],
      messages: {
        en: { signIn: { titel: 'Log in', title: '', or: 'or {name}' }, nothing: {} },
        'not a tag': {},
      },
      sections: {
        only: ['keys'],
        own: [{ path: '/account/tokens/x', label: 'a', group: 'activity', render: () => '' }],
      },
      username: { type: 'phone' },
      passwordHelpUrl: 'help',
      chrome: true,
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
          'legal.0.label',
          'legal.0.href',
          'messages.en.signIn.titel',
          'messages.en.signIn.title',
          'messages.en.signIn.or',
          'messages.en.nothing',
          'messages.not a tag',
          'sections.only.0',
          'sections.own.0.path',
          'username.type',
          'passwordHelpUrl',
          'chrome',
        ]) {
          assert.ok(error.message.includes(`- ${name}: `), `${name} is missing from ${error.message}`)
        }
        return true
      },
    )
  })

  it('takes no address that browsers read as another one', () => {
    for (const homeUrl of [
      ...['/\u0000', '/a\tb', '/\u0085', '/a b', '/\\evil', '//evil.example', ''],
      ...[
        ' https://x.example',
        'https://x.example\n',
        'https:evil',
        'https:/evil',
        'https:///evil',
        'https://',
      ],
      ...['http://x.example', 'https:\\\\x.example', 'https://x.example/\u007f', 'https://[x'],
    ]) {
      const made = () => accountPages({ homeUrl, legal: [{ label: 'a', href: homeUrl }] })
      assert.throws(made, { message: /- homeUrl: .*\n- legal\.0\.href: / }, JSON.stringify(homeUrl))
    }
    for (const homeUrl of ['/', '/a?b=c#d', 'https://x.example', 'HTTPS://x.example/a?b=%20#c']) {
      accountPages({ homeUrl })
    }
  })

  it('takes texts by the keys that there are, and compiles with no other', () => {
    accountPages({ messages: { en: { signIn: { title: 'Log in' } }, fr: { proof: {} } } })
    // @ts-expect-error a key that is none
    assert.throws(() => accountPages({ messages: { en: { signIn: { titel: 'Log in' } } } }), TypeError)
    // @ts-expect-error a part that is none
    assert.throws(() => accountPages({ messages: { en: { signin: { title: 'Log in' } } } }), TypeError)
  })
})
