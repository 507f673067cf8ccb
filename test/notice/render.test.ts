import assert from 'node:assert/strict'
import { describe, it } from 'mocha'
import type { Notice } from '../../src/index.js'
import { renderNotice } from '../../src/index.js'
import { noticeTexts } from '../../src/notice/texts.js'

const url = 'https://app.example.com/auth/one-time-links/password-reset#kwo_abc'

function aNotice(more: Partial<Pick<Notice, 'kind' | 'facts' | 'user'>> = {}): Notice {
  return {
    id: '1',
    kind: 'password_reset.requested',
    at: '2026-01-15T12:00:00.000Z',
    user: { id: '7', username: 'ada', displayName: 'Ada Lovelace' },
    facts: { url, expiresAt: '2026-01-15T13:00:00.000Z', ip: '192.0.2.7' },
    ...more,
  }
}

describe('renderNotice', () => {
  it('says whom it is for, of which account and site, the link, until when it works and who asked', () => {
    const { subject, text } = renderNotice(aNotice(), 'en-GB')
    assert.equal(subject, 'A new password for app.example.com')
    for (const said of [
      'Hello Ada Lovelace,',
      'account ada at app.example.com',
      `\n\n${url}\n\n`,
      '192.0.2.7',
    ]) {
      assert.ok(text.includes(said), said)
    }
    assert.match(text, /until 15 January 2026 at 13:00 UTC:/)
  })

  it('speaks German where that is asked for, and English where it knows nothing else', () => {
    assert.match(renderNotice(aNotice(), 'de-AT').text, /^Guten Tag Ada Lovelace,\n[^]*15\. Jänner 2026/)
    for (const locale of ['fr', 'en', '', 'no tag', 'x_y']) {
      assert.match(renderNotice(aNotice(), locale).text, /^Hello Ada/)
    }
  })

  it('names no address where there is none, nor who invited', () => {
    const { facts } = aNotice()
    const nowhere = renderNotice(aNotice({ facts: { ...facts, ip: null } }), 'en').text
    assert.ok(!nowhere.includes('address') && !nowhere.includes('null'))
    const invitation = renderNotice(aNotice({ kind: 'invitation.created' }), 'en')
    assert.equal(invitation.subject, 'Your account at app.example.com')
    assert.ok(!invitation.text.includes('192.0.2.7') && invitation.text.includes(url))
  })

  it('lets no name become markup, a line of its own or a placeholder', () => {
    const user = { id: '7', username: '<b>&"\'', displayName: 'Ada\n\nPay here\u2028{url}' }
    const { subject, text, html } = renderNotice(aNotice({ user }), 'en')
    assert.ok(text.startsWith('Hello Ada Pay here {url},\n'))
    assert.ok(!subject.includes('Ada'))
    assert.ok(html.includes('<strong>&#60;b&#62;&#38;&#34;&#39;</strong>'))
    assert.equal(html.match(/<a /g)?.length, 1)
    assert.ok(html.includes(`<a href="${url}">${url}</a>`))
  })

  it('has every message in both languages, with the same values in it', () => {
    const placesOf = (texts: readonly string[]) =>
      texts.flatMap((text) => text.match(/\{\w+\}/g) ?? []).toSorted()
    for (const [kind, { subject, paragraphs }] of Object.entries(noticeTexts.en)) {
      const german = noticeTexts.de[kind as keyof typeof noticeTexts.de]
      assert.deepEqual(
        placesOf([german.subject, ...german.paragraphs]),
        placesOf([subject, ...paragraphs]),
        kind,
      )
      assert.ok(paragraphs.includes('{url}'), kind)
    }
  })
})
