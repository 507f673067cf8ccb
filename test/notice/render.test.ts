import assert from 'node:assert/strict'
import { describe, it } from 'mocha'
import type { Notice, NoticeFacts, NoticeKind } from '../../src/index.js'
import { renderNotice } from '../../src/index.js'
import { noticeTexts } from '../../src/notice/texts.js'

const url = 'https://app.example.com/auth/one-time-links/password-reset#kwo_abc'
const link = { url, expiresAt: '2026-01-15T13:00:00.000Z', ip: '192.0.2.7' }
const done = {
  site: 'app.example.com',
  by: { kind: 'user', name: null },
  ip: '192.0.2.7',
  userAgent: 'Mozilla/5.0 (X11; Linux x86_64; rv:134.0) Gecko/20100101 Firefox/134.0',
  device: 'Firefox 134, Linux',
} as const
const key = { name: 'Deploy', hint: 'kwk_7Hq2…9fXa', expiresAt: '2026-01-22T12:00:00.000Z' }

/** What each kind may tell. */
const facts: NoticeFacts = {
  'password_reset.requested': link,
  'invitation.created': link,
  'sign_in.new_device': done,
  'password.changed': { ...done, temporary: false },
  'two_step.turned_on': { ...done, change: 'security_key_added', name: 'Blue key' },
  'two_step.turned_off': done,
  'two_step.changed': { ...done, change: 'authenticator_removed', name: null },
  'recovery_code.used': { ...done, remaining: 7 },
  'recovery_codes.low': { ...done, remaining: 3 },
  'api_key.created': { ...done, ...key },
  'api_key.expiring': { site: done.site, ...key },
  'ssh_key.created': { ...done, ...key, expiresAt: null },
  'ssh_key.expiring': { site: done.site, ...key },
  'security_key.suspect': { ...done, name: 'Blue key' },
  'sessions.ended_by_administrator': { ...done, by: { kind: 'administrator', name: 'grace' }, all: true },
}
const kinds = Object.keys(facts) as NoticeKind[]

/** A notice of a kind, with the facts that it may have, or with others. */
function aNotice<Kind extends NoticeKind>(
  kind: Kind,
  more: Partial<Pick<Notice, 'user'>> & { readonly facts?: NoticeFacts[Kind] } = {},
): Notice {
  const notice = {
    id: '1',
    kind,
    at: '2026-01-15T12:00:00.000Z',
    user: { id: '7', username: 'ada', displayName: 'Ada Lovelace' },
    facts: facts[kind],
    ...more,
  }
  // The kind and its facts belong together, which the compiler does not follow into a generic object.
  return notice as Notice
}

describe('renderNotice', () => {
  it('says whom it is for, of which account and site, the link, until when it works and who asked', () => {
    const { subject, text } = renderNotice(aNotice('password_reset.requested'), 'en-GB')
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
    const notice = aNotice('password_reset.requested')
    assert.match(renderNotice(notice, 'de-AT').text, /^Guten Tag Ada Lovelace,\n[^]*15\. Jänner 2026/)
    for (const locale of ['fr', 'en', '', 'no tag', 'x_y']) {
      assert.match(renderNotice(notice, locale).text, /^Hello Ada/)
    }
  })

  it('names no address where there is none, nor who invited', () => {
    const nowhere = renderNotice(
      aNotice('password_reset.requested', { facts: { ...link, ip: null } }),
      'en',
    ).text
    assert.ok(!nowhere.includes('address') && !nowhere.includes('null'))
    const invitation = renderNotice(aNotice('invitation.created'), 'en')
    assert.equal(invitation.subject, 'Your account at app.example.com')
    assert.ok(!invitation.text.includes('192.0.2.7') && invitation.text.includes(url))
  })

  const happened: Readonly<Record<NoticeKind, readonly [english: RegExp, german: RegExp]>> = {
    'password_reset.requested': [/asked for a new password/, /neues Passwort .* verlangt/],
    'invitation.created': [/was made for you/, /für Sie angelegt/],
    'sign_in.new_device': [/signed in .* not used there before/, /angemeldet, den Sie dort noch nicht/],
    'password.changed': [/password .* was changed/, /Passwort .* geändert/],
    'two_step.turned_on': [/turned on: a security key was added/, /eingeschaltet\. Ein Sicherheitsschlüssel/],
    'two_step.turned_off': [/was turned off/, /ausgeschaltet/],
    'two_step.changed': [/changed .*: the authenticator app was removed/, /geändert\. Die Authenticator-App/],
    'recovery_code.used': [/was used .* Codes left: 7\./, /benutzt\. Übrige Codes: 7\./],
    'recovery_codes.low': [/are left: 3\./, /übrig: 3\./],
    'api_key.created': [/API key .* made .*: Deploy \(kwk_7Hq2…9fXa\)/, /API-Schlüssel .*erstellt: Deploy/],
    'api_key.expiring': [/API key Deploy \(kwk_7Hq2…9fXa\) .* ends on/, /API-Schlüssel Deploy .* ab\./],
    'ssh_key.created': [/SSH key .* added .*: Deploy/, /SSH-Schlüssel .*hinzugefügt: Deploy/],
    'ssh_key.expiring': [/SSH key Deploy .* ends on/, /SSH-Schlüssel Deploy .* ab\./],
    'security_key.suspect': [
      /security key Blue key was refused/,
      /Sicherheitsschlüssel Blue key .*abgelehnt/,
    ],
    'sessions.ended_by_administrator': [
      /all sessions .* ended .* by an administrator, grace\./,
      /alle Sitzungen .* beendet \(von jemandem aus der Verwaltung: grace\)\./,
    ],
  }
  const advice = [
    /If that was not you|If you do not expect|If you did not expect|If you have not|If it was not you|If you do not know/,
    /Wenn Sie das nicht|Wenn Sie dort kein|Wenn Sie keinen benutzt|Wenn Sie diesen Schlüssel nicht kennen/,
  ] as const

  for (const kind of kinds) {
    it(`tells of ${kind} what happened, when, where, and what to do if it was not the user`, () => {
      for (const [i, locale] of (['en-GB', 'de'] as const).entries()) {
        const { subject, text, html } = renderNotice(aNotice(kind), locale)
        assert.match(text, happened[kind][i] ?? /^$/)
        assert.match(text, advice[i] ?? /^$/)
        assert.ok(text.includes('app.example.com') && subject.includes('app.example.com'))
        assert.match(text, /\bada\b/)
        assert.match(text, /(15|22)\.? (January|Januar) 2026 (at|um) 1[23]:00 UTC/)
        const told = facts[kind]
        const isOwn = 'by' in told && told.by.kind === 'user'
        assert.equal(text.includes('Firefox 134, Linux, 192.0.2.7'), isOwn)
        assert.equal(text.includes('192.0.2.7'), isOwn || kind === 'password_reset.requested')
        for (const said of [subject, text, html]) assert.doesNotMatch(said, /[{}]|null|undefined/)
      }
    })
  }

  it('says who did it where that was somebody else, and asks to do nothing alone then', () => {
    const byGrace = { kind: 'administrator', name: 'grace' } as const
    const nowhere = { ip: null, userAgent: null, device: null }
    const changed = { ...facts['password.changed'], ...nowhere, by: byGrace, temporary: true }
    const { text } = renderNotice(aNotice('password.changed', { facts: changed }), 'en')
    assert.match(text, /was changed on .* by an administrator, grace\./)
    assert.match(text, /made up for you/)
    assert.match(text, /ask the people who run app\.example\.com/)
    assert.doesNotMatch(text, /If that was not you|It was done from/)
    for (const [by, said] of [
      [{ kind: 'app', name: null }, 'by app.example.com itself'],
      [{ kind: 'operator', name: 'root' }, 'by an operator, root'],
      [{ kind: 'administrator', name: null }, 'by an administrator: from'],
    ] as const) {
      const notice = aNotice('two_step.turned_off', { facts: { ...done, ...nowhere, by } })
      assert.ok(renderNotice(notice, 'en').text.includes(said), said)
    }
    const one = { ...facts['sessions.ended_by_administrator'], all: false }
    assert.match(
      renderNotice(aNotice('sessions.ended_by_administrator', { facts: one }), 'en').text,
      /\na session of/,
    )
  })

  it('lets no name become markup, a line of its own or a placeholder', () => {
    const user = { id: '7', username: '<b>&"\'', displayName: 'Ada\n\nPay here\u2028{url}' }
    const { subject, text, html } = renderNotice(aNotice('password_reset.requested', { user }), 'en')
    assert.ok(text.startsWith('Hello Ada Pay here {url},\n'))
    assert.ok(!subject.includes('Ada'))
    assert.ok(html.includes('<strong>&#60;b&#62;&#38;&#34;&#39;</strong>'))
    assert.equal(html.match(/<a /g)?.length, 1)
    assert.ok(html.includes(`<a href="${url}">${url}</a>`))
  })

  it('lets no fact do so either, whoever wrote it to the database', () => {
    const evil = '<img src=x>\r\nBcc: all {username}\u2029'
    const by = { kind: 'administrator', name: evil } as const
    const told = {
      site: evil,
      by,
      ip: evil,
      userAgent: evil,
      device: evil,
      name: evil,
      hint: evil,
      expiresAt: null,
    }
    const { subject, text, html } = renderNotice(aNotice('api_key.created', { facts: told }), 'en')
    assert.doesNotMatch(subject, /[\r\n]/)
    const count = text.split('\n').length
    const plain = renderNotice(aNotice('api_key.created', { facts: { ...told, name: 'x' } }), 'en')
    assert.equal(plain.text.split('\n').length, count)
    assert.ok(!html.includes('<img') && text.includes('Bcc: all {username}'))
  })

  it('has every message in both languages, with the same values in it', () => {
    const placesOf = (texts: readonly string[]) =>
      texts.flatMap((text) => text.match(/\{\w+\}/g) ?? []).toSorted()
    for (const kind of kinds) {
      const [english, german] = [noticeTexts.en.messages[kind], noticeTexts.de.messages[kind]]
      const all = [english.subject, ...english.paragraphs]
      assert.deepEqual(placesOf([german.subject, ...german.paragraphs]), placesOf(all), kind)
      assert.equal(all.includes('{url}'), 'url' in facts[kind], kind)
    }
  })
})
