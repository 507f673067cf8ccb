import assert from 'node:assert/strict'
import { describe, it } from 'mocha'
import { html, textOf } from '../../../src/pages/elements/html.js'
import { lastUse } from '../../../src/pages/elements/last-use.js'
import { agoValue, aheadValue, moment, momentAgo, momentAhead } from '../../../src/pages/elements/time.js'
import { dayMs, minuteMs } from '../../../src/time.js'

describe('a time on a page', () => {
  const now = Date.UTC(2026, 0, 15, 12)
  const visit = { locale: 'en-GB', text: <T>({ en }: { en: T }) => en } as const

  it('is absolute and says its zone, as long as no script makes it relative', () => {
    const text = textOf(momentAgo(visit, now - 3 * minuteMs, now))
    assert.match(text, /^<time\sdatetime="2026-01-15T11:57:00\.000Z"/)
    assert.match(text, /title="15 Jan 2026, 11:57 UTC"/)
    assert.match(text, />on 15 Jan 2026, 11:57 UTC</)
  })

  it('tells the script which way it lies, and what the time is', () => {
    assert.match(textOf(momentAgo(visit, now, now)), /data-relative="ago"\sdata-now="1768478400000"/)
    assert.match(textOf(momentAhead(visit, now, now)), /data-relative="ahead"\sdata-now="1768478400000"/)
  })

  it('is told to the minute where it comes within two days, and else to the day', () => {
    assert.match(textOf(momentAhead(visit, now + dayMs, now)), />on 16 Jan 2026, 12:00 UTC</)
    assert.match(textOf(momentAhead(visit, now + 12 * dayMs, now)), />on 27 Jan 2026</)
  })

  it('brings no preposition along where its name stands beside it', () => {
    for (const text of [textOf(agoValue(visit, now, now)), textOf(aheadValue(visit, now, now))]) {
      assert.match(text, />15 Jan 2026, 12:00 UTC</)
      assert.match(text, /data-on="\{date\}"/)
    }
  })

  it('is told exactly in its title even where the text is a day', () => {
    const text = textOf(moment('de', now))
    assert.match(text, />15\.01\.2026</)
    assert.match(text, /title="15\.01\.2026, 12:00 UTC"/)
  })

  it('stands in a sentence with the address that something was used from, where there is one', () => {
    const said = (at: number | null, ip: string | null) =>
      textOf(html`${lastUse(visit, { at, ip, now })}`).replace(/<[^>]*>/g, '')
    assert.equal(said(now, '203.0.113.7'), 'Last used on 15 Jan 2026, 12:00 UTC from 203.0.113.7')
    assert.equal(said(now, null), 'Last used on 15 Jan 2026, 12:00 UTC')
    assert.equal(said(null, null), 'Never used')
  })
})
