import assert from 'node:assert/strict'
import { it } from 'mocha'
import type { App } from '../../../../support/app.js'
import { pageClient } from '../../../../support/page-client.js'
import type { CredentialPagesScene } from './scene.js'

/** What a key is bound to, on its page and in the form for a new one. */
export function boundKeyPagesContract(app: () => App, { signedIn, addKey }: CredentialPagesScene): void {
  const list = '/auth/account/api-keys'

  it('make a key for the addresses that are typed, one a line, and say on its page which they are', async () => {
    const pages = await signedIn()
    const asked = await pages.get(`${list}/new`)
    assert.match(asked.html, /<textarea[^>]*\sname="allowed-addresses"/)
    assert.match(asked.text, /Your own address right now is 127\.0\.0\.1\./)
    await addKey(pages, {
      name: 'bound',
      allowedAddresses: '10.1.2.3/8\r\n\r\n 2001:DB8::1 , 10.0.0.0/8\r\n',
    })
    const [{ id, allowedAddresses }] = (await pages.client.get('/api-keys')).body.items
    assert.deepEqual(allowedAddresses, ['10.0.0.0/8', '2001:db8::1'])
    assert.match(
      (await pages.get(`${list}/${String(id)}`)).text,
      /Allowed addresses 10\.0\.0\.0\/8, 2001:db8::1 /,
    )
    await addKey(pages, { name: 'free' })
    const [free] = (await pages.client.get('/api-keys')).body.items
    assert.match((await pages.get(`${list}/${String(free.id)}`)).text, /Allowed addresses Any address /)
  })

  it('show the form again, with what was typed, where that is no address or too many', async () => {
    const pages = await signedIn()
    const asked = await pages.get(`${list}/new`)
    const many = Array.from({ length: 21 }, (_, n) => `10.0.0.${String(n)}`).join('\n')
    for (const [typed, text] of [
      ['10.0.0.1\n<b>office</b>', /Write one address or range on each line/],
      [many, /List at most 20 addresses/],
    ] as const) {
      const again = await pages.submit(asked, 'Add Key', { name: 'kept', allowedAddresses: typed })
      assert.equal(again.status, 422)
      assert.match(again.text, text)
      assert.match(again.html, /<a href="#allowed-addresses">Allowed addresses \(optional\): /)
      assert.match(again.html, /aria-invalid="true"/)
      const [form] = again.forms.filter(({ buttons }) => buttons.includes('Add Key'))
      assert.deepEqual([form?.fields['allowed-addresses'], form?.fields['name']], [typed, 'kept'])
    }
    assert.deepEqual((await pages.client.get('/api-keys')).body.items, [])
  })

  it('change the addresses of a key after a recent proof, and show that form again where they are none', async () => {
    const pages = await signedIn()
    const { id, key } = (await pages.client.post('/api-keys', { name: 'bound' })).body
    const path = `${list}/${String(id)}`
    const accepts = async () =>
      (
        await app()
          .client()
          .get('/api/hello', { bearer: key as string })
      ).status
    const own = await pages.get(path)
    const wrong = await pages.submit(own, 'Save Addresses', { allowedAddresses: 'office' })
    assert.equal(wrong.status, 422)
    const fieldsOf = (button: string) =>
      wrong.forms.find(({ buttons }) => buttons.includes(button))?.fields ?? {}
    assert.equal(fieldsOf('Save Addresses')['allowed-addresses'], 'office')
    assert.equal(fieldsOf('Save')['name'], 'bound')
    const saved = await pages.submit(own, 'Save Addresses', { allowedAddresses: '192.0.2.7\n192.0.2.128/25' })
    assert.equal(saved.location, `${path}?done=api_key.updated`)
    assert.match((await pages.follow(saved)).text, /Allowed addresses 192\.0\.2\.7, 192\.0\.2\.128\/25 /)
    assert.equal(await accepts(), 403)
    app().clock.advance({ minutes: 11 })
    const late = await pages.get(path)
    const asked = await pages.submit(late, 'Save Addresses', { allowedAddresses: '' })
    assert.equal(asked.heading, 'Confirm it’s you')
    assert.equal(await accepts(), 403)
    const done = await pages.submit(asked, 'Confirm', { 'proof-password': app().password })
    assert.equal(done.location, `${path}?done=api_key.updated`)
    assert.equal(await accepts(), 200)
    // A new name takes no proof, and leaves the addresses alone.
    assert.equal((await pages.submit(late, 'Save', { name: 'after' })).status, 303)
  })

  it('keep to what was typed where the form came too late as well', async () => {
    const pages = await signedIn()
    const { id } = (await pages.client.post('/api-keys', { name: 'bound' })).body
    const path = `${list}/${String(id)}`
    const fields = { 'allowed-addresses': '192.0.2.7', 'form-token': 'x' }
    const ours = { headers: { 'Sec-Fetch-Site': 'same-origin' } }
    const stale = await pages.send(`${path}/binding`, fields, ours)
    assert.equal(
      stale.forms.find(({ buttons }) => buttons.includes('Save Addresses'))?.fields['allowed-addresses'],
      '192.0.2.7',
    )
    assert.deepEqual((await pages.client.get(`/api-keys/${String(id)}`)).body.allowedAddresses, [])
  })

  it('say how many requests a key may make, where somebody has said so, and let nobody change it', async () => {
    const owner = await app().user()
    const pages = pageClient(app(), await app().signedIn(owner))
    const limit = { requests: 100, perSeconds: 60 }
    const { apiKey } = await app().keyward.apiKeys.create(owner.id, { name: 'limited', limit })
    const path = `${list}/${apiKey.id}`
    assert.match((await pages.get(path)).text, /Request limit 100 requests in 60 seconds/)
    const german = await pages.get(path, { headers: { Accept: 'text/html', 'Accept-Language': 'de' } })
    assert.match(german.text, /Höchstzahl an Anfragen 100 Anfragen in 60 Sekunden/)
    assert.match(german.text, /Ihre eigene Adresse ist gerade 127\.0\.0\.1\./)
    const smuggled = { allowedAddresses: '', limit: '', requests: '1000', metadata: '{}' }
    const page = await pages.get(path)
    assert.equal((await pages.submit(page, 'Save Addresses', smuggled)).status, 303)
    assert.deepEqual((await pages.client.get(`/api-keys/${apiKey.id}`)).body.limit, limit)
    const free = (await pages.client.post('/api-keys', { name: 'free' })).body
    assert.doesNotMatch((await pages.get(`${list}/${String(free.id)}`)).text, /Request limit/)
  })

  it('show nobody another’s key, nor bind it', async () => {
    const [mine, theirs] = [await signedIn(), await signedIn()]
    const { id } = (await theirs.client.post('/api-keys', { name: 'theirs' })).body
    const own = (await mine.client.post('/api-keys', { name: 'mine' })).body
    const page = await mine.get(`${list}/${String(own.id)}`)
    const [form] = page.forms.filter(({ buttons }) => buttons.includes('Save Addresses'))
    const sent = await mine.send(`${list}/${String(id)}/binding`, {
      ...form?.fields,
      'allowed-addresses': '192.0.2.7',
    })
    assert.equal(sent.location, `${list}?notice=gone`)
    assert.deepEqual((await theirs.client.get(`/api-keys/${String(id)}`)).body.allowedAddresses, [])
  })
}
