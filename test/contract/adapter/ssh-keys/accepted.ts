import assert from 'node:assert/strict'
import { it } from 'mocha'
import { refusedFields } from '../../../support/problems.js'
import { ed25519Point, lineOf, newKeys } from '../../../support/ssh-keys.js'
import type { App } from '../../../support/app.js'
import { day, aKey } from './scene.js'

/** What is taken for an SSH key, and for how long. */
export function acceptedSshKeyContract(app: () => App): void {
  it('answers 201 with the key as it is stored, and where it is found', async () => {
    const { signedIn, clock, mounting } = app()
    const client = await signedIn()
    for (const [type, make] of Object.entries(newKeys)) {
      const publicKey = make()
      const made = await client.post('/ssh-keys', { name: `  ${type} `, publicKey: `${publicKey}\r\n` })
      assert.equal(made.status, 201)
      const { id, bits, fingerprint } = made.body
      assert.match(fingerprint, /^SHA256:[A-Za-z0-9+/]{43}$/)
      assert.deepEqual(made.body, {
        ...{ id, name: type, type, bits, fingerprint },
        publicKey: publicKey.split(' ').slice(0, 2).join(' '),
        createdAt: new Date(clock.now()).toISOString(),
        ...{ expiresAt: null, lastOfferedAt: null },
      })
      const { location = '' } = made.headers
      assert.equal(location, `${mounting.path}/ssh-keys/${id}`)
      const found = await client.get(location.slice(mounting.path.length))
      assert.deepEqual([found.status, found.body], [200, made.body])
    }
    const { items } = (await client.get('/ssh-keys')).body
    assert.deepEqual(
      items.map(({ type }: { type: string }) => type),
      Object.keys(newKeys).reverse(),
    )
  })

  it('takes a security key’s key for whatever application it was made', async () => {
    const client = await app().signedIn()
    for (const application of ['ssh:work laptop', 'ssh:', 'ssh:Büro "1"\t\\', `ssh:${'x'.repeat(300)}`]) {
      const publicKey = lineOf(['sk-ssh-ed25519@openssh.com', ed25519Point(), application])
      const made = await client.post('/ssh-keys', { name: `for ${String(Math.random())}`, publicKey })
      assert.equal(made.status, 201, application)
    }
  })

  it('does not see what a person does not see in what was pasted', async () => {
    const client = await app().signedIn()
    const body = (line: string): string => (line.split(' ')[1] ?? '').replace(/.{1,40}/g, '$&  \n')
    for (const publicKey of [
      aKey().replace(/ me@laptop$/, '\u00A0me@laptop'),
      `---- BEGIN SSH2 PUBLIC KEY ----  \nComment: me  \n${body(aKey())}---- END SSH2 PUBLIC KEY ----  \n`,
      aKey().replace('AAAA', 'AA\u00ADAA\u200B'),
    ]) {
      const made = await client.post('/ssh-keys', { name: `key ${String(Math.random())}`, publicKey })
      assert.equal(made.status, 201, JSON.stringify(publicKey))
    }
  })

  it('lasts as long as was chosen', async () => {
    const { signedIn, clock } = app()
    const client = await signedIn()
    for (const expiresInDays of [1, 30, 365, 3650]) {
      const body = { name: `for ${expiresInDays}`, publicKey: aKey(), expiresInDays }
      const made = await client.post('/ssh-keys', body)
      assert.equal(made.body.expiresAt, new Date(clock.now() + expiresInDays * day).toISOString())
    }
    const forever = await client.post('/ssh-keys', { name: 'a', publicKey: aKey(), expiresInDays: null })
    assert.deepEqual([forever.status, forever.body.expiresAt], [201, null])
    for (const expiresInDays of [0, -1, 1.5, 3651, 1e308]) {
      const answer = await client.post('/ssh-keys', { name: 'b', publicKey: aKey(), expiresInDays })
      refusedFields(answer, { expiresInDays: 'expiry_not_allowed' })
    }
  })
}
