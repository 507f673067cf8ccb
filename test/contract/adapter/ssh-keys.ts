import assert from 'node:assert/strict'
import { describe, it } from 'mocha'
import type { Framework } from '../../support/host.js'
import { refused, refusedFields, withoutRequestId } from '../../support/problems.js'
import { noteSecret } from '../../support/secrets.js'
import { lineOf, newKeys, rsaLine } from '../../support/ssh-keys.js'
import { appFor } from '../../support/suite.js'

const day = 24 * 3_600_000
const aKey = newKeys['ssh-ed25519']

export function sshKeysContract(framework: Framework): void {
  const app = appFor(framework)

  describe('POST /ssh-keys', () => {
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

    it('says what is wrong with what was pasted', async () => {
      const client = await app().signedIn()
      const line = aKey()
      for (const [publicKey, reason] of [
        ['', 'required'],
        [
          '-----BEGIN OPENSSH PRIVATE KEY-----\nAAAA\n-----END OPENSSH PRIVATE KEY-----\n',
          'private_key_pasted',
        ],
        [lineOf(['ssh-dss', 'a', 'b', 'c', 'd']), 'unsupported_type'],
        [rsaLine(1024), 'too_short'],
        [`command="x" ${line}`, 'options_not_allowed'],
        [`${line}\n${aKey()}`, 'one_key_only'],
        [line.replace(/^\S+/, 'ssh-ed25519-cert-v01@openssh.com'), 'certificate_not_allowed'],
        [line.slice(0, 60), 'malformed_key'],
      ] as const) {
        refusedFields(await client.post('/ssh-keys', { name: 'a', publicKey }), { publicKey: reason })
      }
      for (const publicKey of [null, 1, [line], { line }]) {
        refusedFields(await client.post('/ssh-keys', { name: 'a', publicKey }), { publicKey: 'wrong_type' })
      }
      refusedFields(await client.post('/ssh-keys', {}), { name: 'required', publicKey: 'required' })
      refusedFields(await client.post('/ssh-keys', { name: '', publicKey: line }), { name: 'required' })
      assert.deepEqual((await client.get('/ssh-keys')).body.items, [])
    })

    it('keeps nothing of a private key that was pasted', async () => {
      const client = await app().signedIn()
      const secret = Buffer.from(`a private key of ${Math.random()}, long enough to be found`).toString(
        'base64',
      )
      noteSecret(secret)
      const publicKey = `-----BEGIN PRIVATE KEY-----\n${secret}\n-----END PRIVATE KEY-----`
      const answer = await client.post('/ssh-keys', { name: 'a', publicKey })
      refusedFields(answer, { publicKey: 'private_key_pasted' })
    })

    it('takes a name once per user, whatever its case', async () => {
      const client = await app().signedIn()
      assert.equal((await client.post('/ssh-keys', { name: 'Laptop', publicKey: aKey() })).status, 201)
      refused(await client.post('/ssh-keys', { name: ' laptop', publicKey: aKey() }), 409, 'name_taken')
      const other = await app().signedIn()
      assert.equal((await other.post('/ssh-keys', { name: 'laptop', publicKey: aKey() })).status, 201)
    })

    it('takes a key once, and does not say whose it is', async () => {
      const [one, other] = [await app().signedIn(), await app().signedIn()]
      const publicKey = aKey()
      assert.equal((await one.post('/ssh-keys', { name: 'a', publicKey })).status, 201)
      const answers = [
        await one.post('/ssh-keys', { name: 'b', publicKey }),
        await other.post('/ssh-keys', { name: 'b', publicKey: `  ${publicKey} another comment` }),
      ]
      for (const answer of answers) refused(answer, 409, 'key_in_use')
      const [mine, theirs] = answers.map(withoutRequestId)
      assert.deepEqual(mine, theirs)
      const { id } = (await one.get('/ssh-keys')).body.items[0]
      await one.delete(`/ssh-keys/${id}`)
      assert.equal((await other.post('/ssh-keys', { name: 'b', publicKey })).status, 201)
    })

    it('stops at 50 keys', async () => {
      const client = await app().signedIn()
      for (let i = 0; i < 50; i++) {
        assert.equal((await client.post('/ssh-keys', { name: `key ${i}`, publicKey: aKey() })).status, 201)
      }
      refused(await client.post('/ssh-keys', { name: 'one more', publicKey: aKey() }), 403, 'limit_reached')
    })

    it('CVE-2012-2055: refuses fields that are not the user’s to choose', async () => {
      const { signedIn, user } = app()
      const victim = await user()
      const client = await signedIn()
      for (const field of [
        'userId',
        'user',
        'ownerId',
        'fingerprint',
        'type',
        'expiresAt',
        'options',
        'id',
      ]) {
        const answer = await client.post('/ssh-keys', { name: 'a', publicKey: aKey(), [field]: victim.id })
        refusedFields(answer, { [field]: 'unknown_field' })
      }
    })
  })

  describe('PATCH and DELETE /ssh-keys/:id', () => {
    it('rename and remove a key', async () => {
      const client = await app().signedIn()
      const made = (await client.post('/ssh-keys', { name: 'old', publicKey: aKey() })).body
      await client.post('/ssh-keys', { name: 'taken', publicKey: aKey() })
      const answer = await client.patch(`/ssh-keys/${made.id}`, { name: ' new ' })
      assert.deepEqual([answer.status, answer.body], [200, { ...made, name: 'new' }])
      refused(await client.patch(`/ssh-keys/${made.id}`, { name: 'TAKEN' }), 409, 'name_taken')
      refusedFields(await client.patch(`/ssh-keys/${made.id}`, {}), { name: 'required' })
      refusedFields(await client.patch(`/ssh-keys/${made.id}`, { name: 'a', publicKey: aKey() }), {
        publicKey: 'unknown_field',
      })
      const gone = await client.delete(`/ssh-keys/${made.id}`)
      assert.deepEqual([gone.status, gone.text], [204, ''])
      refused(await client.get(`/ssh-keys/${made.id}`), 404, 'not_found')
      refused(await client.delete(`/ssh-keys/${made.id}`), 404, 'not_found')
    })

    it('record what happened, with the fingerprint', async () => {
      const { signedIn, events } = app()
      const client = await signedIn()
      const { id, fingerprint } = (await client.post('/ssh-keys', { name: 'a', publicKey: aKey() })).body
      await client.patch(`/ssh-keys/${id}`, { name: 'b' })
      await client.delete(`/ssh-keys/${id}`)
      const about = events.filter(({ subject }) => subject?.id === id)
      assert.deepEqual(
        about.map(({ type, subject, actor }) => [type, subject?.name, subject?.hint, actor?.id]),
        [
          ['ssh_key.created', 'a', fingerprint, client.user.id],
          ['ssh_key.updated', 'b', fingerprint, client.user.id],
          ['ssh_key.deleted', 'b', fingerprint, client.user.id],
        ],
      )
      const { items } = (await client.get('/events?type=ssh_key.deleted')).body
      assert.equal(items[0].subject.id, id)
    })
  })

  describe('another user’s SSH key', () => {
    it('GHSA-4vcf-q4xf-f48m: is a 404 like one that never was, for every verb', async () => {
      const [owner, thief] = [await app().signedIn(), await app().signedIn()]
      const { id } = (await owner.post('/ssh-keys', { name: 'mine', publicKey: aKey() })).body
      const unknown = '01890000-0000-7000-8000-000000000000'
      for (const send of [
        (path: string) => thief.get(path),
        (path: string) => thief.patch(path, { name: 'theirs' }),
        (path: string) => thief.delete(path),
      ]) {
        const answers = [await send(`/ssh-keys/${id}`), await send(`/ssh-keys/${unknown}`)]
        for (const answer of answers) refused(answer, 404, 'not_found')
        const [one, other] = answers.map(withoutRequestId)
        assert.deepEqual(one, other)
      }
      assert.equal((await owner.get(`/ssh-keys/${id}`)).body.name, 'mine')
    })
  })

  describe('a policy for SSH keys', () => {
    it('says beforehand which it would end', async () => {
      const { admin, signedIn, user } = app()
      const organizationId = `org-${Math.random()}`
      const client = await signedIn(await user({ organizationId }))
      for (const [i, publicKey] of [aKey(), rsaLine(2048), rsaLine(4096)].entries()) {
        await client.post('/ssh-keys', { name: `key ${i}`, publicKey })
      }
      const path = `/admin/policies/organizations/${organizationId}?dryRun=1`
      const administrator = await admin()
      const count = async (sshKeys: object) =>
        (await administrator.put(path, { sshKeys })).body.impact.sshKeys
      assert.equal(await count({ minRsaBits: 3072 }), 1)
      assert.equal(await count({ allowedTypes: ['ssh-ed25519'] }), 2)
      assert.equal(await count({ maxDays: 1 }), 0)
    })

    it('says which are taken, and for how long', async () => {
      const { admin, signedIn, user, clock } = app()
      const organizationId = `org-${Math.random()}`
      const administrator = await admin()
      const set = (sshKeys: object) =>
        administrator.put(`/admin/policies/organizations/${organizationId}`, { sshKeys })
      const client = await signedIn(await user({ organizationId }))
      const old = (await client.post('/ssh-keys', { name: 'old', publicKey: aKey() })).body
      await set({ allowedTypes: ['ssh-rsa'], minRsaBits: 3072, maxDays: 10 })
      refusedFields(await client.post('/ssh-keys', { name: 'a', publicKey: aKey() }), {
        publicKey: 'unsupported_type',
      })
      refusedFields(await client.post('/ssh-keys', { name: 'a', publicKey: rsaLine(2048) }), {
        publicKey: 'too_short',
      })
      for (const expiresInDays of [11, null]) {
        refusedFields(
          await client.post('/ssh-keys', { name: 'a', publicKey: rsaLine(3072), expiresInDays }),
          {
            expiresInDays: 'expiry_not_allowed',
          },
        )
      }
      const made = await client.post('/ssh-keys', { name: 'a', publicKey: rsaLine(3072) })
      assert.equal(made.body.expiresAt, new Date(clock.now() + 10 * day).toISOString())
      const shown = (await client.get(`/ssh-keys/${old.id}`)).body
      assert.equal(Date.parse(shown.expiresAt), Date.parse(old.createdAt) + 10 * day)
      await set({})
      assert.equal((await client.get(`/ssh-keys/${old.id}`)).body.expiresAt, null)
    })
  })
}
