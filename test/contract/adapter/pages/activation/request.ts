import assert from 'node:assert/strict'
import { it } from 'mocha'
import type { App } from '../../../../support/app.js'
import type { ActivationScene } from './scene.js'

/** What the page asks, and what it says of the request. */
export function activationRequestContract(app: () => App, { signedIn, program }: ActivationScene): void {
  it('asks for the code, and takes it in lower case and with blanks', async () => {
    const pages = await signedIn()
    const page = await pages.get('/auth/activate')
    assert.deepEqual([page.status, page.heading], [200, 'Connect a device'])
    assert.match(page.html, /id="user_code"[^>]*autocomplete="off"[^>]*autocapitalize="characters"/s)
    assert.ok(page.forms.some(({ method, action }) => method === 'get' && action === '/auth/activate'))
    const { userCode } = await program()
    for (const typed of [
      userCode.toLowerCase(),
      userCode.replace('-', ' '),
      ` ${userCode.replace('-', '')} `,
    ]) {
      const query = new URLSearchParams({ user_code: typed }).toString()
      const asked = await pages.get(`/auth/activate?${query}`)
      assert.equal(asked.heading, 'Let Acme CLI use your account?', typed)
      assert.match(asked.text, new RegExp(`exactly this code: ${userCode}`))
    }
  })

  it('says which program asks, from where, when and for what, on whose behalf, and warns of those who send codes', async () => {
    const user = await app().user({ displayName: 'Ada Lovelace' })
    const pages = await signedIn(user)
    const { url } = await program()
    app().clock.advance({ minutes: 2 })
    const { text, html } = await pages.get(url)
    assert.match(text, new RegExp(`Account Ada Lovelace \\(${user.username}\\)`))
    assert.match(text, /Asked from 127\.0\.0\.1 \(this very room\)/)
    assert.match(text, /Program acme-cli\/1\.0 \(linux\)/)
    assert.match(html, /<dt>Asked<\/dt>\s*<dd>\s*<time\s[^>]*data-relative="ago"/)
    assert.match(text, /reports:read read reports reports:write write reports/)
    assert.match(text, /Allow this only if you started it yourself, just now\./)
    assert.match(text, /Access ends after 1 hour \(/)
    assert.match(text, /24 hours \(/)
  })

  it('names the address that the visitor has where the request came from another', async () => {
    const pages = await signedIn()
    const { url } = await program()
    await app().database.dataSource.query(`UPDATE keyward_device_code SET ip = '203.0.113.7'`)
    const { text } = await pages.get(url)
    assert.match(text, /Asked from 203\.0\.113\.7 You are at 127\.0\.0\.1/)
  })

  it('shows what the app and the program call themselves without running it', async () => {
    const pages = await signedIn()
    const { url } = await program('reader')
    await app().database.dataSource.query(
      `UPDATE keyward_device_code SET ${'userAgent'.replace(/[A-Z]/g, (c) => `_${c.toLowerCase()}`)} = '"><script>alert(1)</script>'`,
    )
    const { html, text } = await pages.get(url)
    assert.match(text, /Let <b>Reader<\/b> use your account\?/)
    assert.doesNotMatch(html, /<script>|<b>/)
  })

  it('allows nothing by being looked at, however often', async () => {
    const pages = await signedIn()
    const { url, poll } = await program()
    for (const path of [
      url,
      url,
      `${url}&done=device.approved`,
      '/auth/activate/approval',
      '/auth/activate/denial',
    ]) {
      await pages.get(path)
    }
    assert.equal((await poll()).error, 'authorization_pending')
  })

  it('says of a code that is unknown or has expired that it may be either, with the form again', async () => {
    const pages = await signedIn()
    const { url } = await program()
    for (const path of [url, '/auth/activate?user_code=BCDF-GHJK', '/auth/activate?user_code=none']) {
      if (path === url) app().clock.advance({ minutes: 11 })
      const page = await pages.get(path)
      assert.deepEqual([page.status, page.heading], [404, 'Connect a device'], path)
      assert.match(page.text, /We don’t know this code\. It may have expired or been used/)
      assert.match(page.html, /id="user_code"[^>]*aria-invalid="true"/s)
    }
  })

  it('says after ten unknown codes from when on the next may be tried', async () => {
    const pages = await signedIn()
    const { url } = await program()
    for (let i = 0; i < 10; i++) {
      assert.equal((await pages.get('/auth/activate?user_code=BCDF-GHJK')).status, 404)
    }
    const page = await pages.get(url)
    assert.deepEqual([page.status, page.heading], [429, 'Connect a device'])
    assert.match(page.text, /Too many attempts\. Try again at \d\d:\d\d UTC\./)
    assert.ok(Number(page.response.headers['retry-after']) > 0)
    app().clock.advance({ minutes: 10 })
    const later = await program()
    assert.equal((await pages.get(later.url)).status, 200)
  })

  it('speaks German to those who do', async () => {
    const pages = await signedIn()
    const { url } = await program()
    const page = await pages.get(url, { headers: { Accept: 'text/html', 'Accept-Language': 'de' } })
    assert.equal(page.heading, 'Darf Acme CLI Ihr Konto benutzen?')
    assert.match(page.text, /Erlauben Sie das nur, wenn Sie es gerade selbst gestartet haben/)
  })
}
