import assert from 'node:assert/strict'
import { generateKeyPairSync } from 'node:crypto'
import { describe, it } from 'mocha'
import { fingerprintOf, publicBlobOf } from '../../../src/ssh/public-half.js'
import type { Framework } from '../../support/host.js'
import { refused, refusedFields, withoutRequestId } from '../../support/problems.js'
import { noteSecret, secretsIn } from '../../support/secrets.js'
import { newPassphrase, noteKey } from '../../support/private-key-files.js'
import { appFor } from '../../support/suite.js'

const fields = [
  'accountName',
  'createdAt',
  'description',
  'fingerprint',
  'id',
  'lastUsedAt',
  'name',
  'publicKey',
  'type',
]
const generate = 'ed25519'

export function sshPrivateKeysContract(framework: Framework): void {
  const app = appFor(framework)
  const passphrase = newPassphrase()

  describe('POST /ssh-private-keys', () => {
    it('makes a key, answers 201 with its public half only, and where it is found', async () => {
      const { signedIn, clock, mounting } = app()
      const client = await signedIn()
      const notes = { accountName: 'deploy', description: 'for the\nstaging hosts' }
      const made = await client.post('/ssh-private-keys', { name: ' ci ', ...notes, generate })
      assert.equal(made.status, 201)
      const { id, publicKey } = made.body
      const blob = Buffer.from(/^ssh-ed25519 (\S+)$/.exec(publicKey)?.[1] ?? '', 'base64')
      assert.deepEqual(made.body, {
        ...{ id, name: 'ci', ...notes, type: 'ssh-ed25519', publicKey, fingerprint: fingerprintOf(blob) },
        ...{ createdAt: new Date(clock.now()).toISOString(), lastUsedAt: null },
      })
      const { location = '' } = made.headers
      assert.equal(location, `${mounting.path}/ssh-private-keys/${id}`)
      const found = await client.get(location.slice(mounting.path.length))
      assert.deepEqual([found.status, found.body], [200, made.body])
      assert.deepEqual((await client.get('/ssh-private-keys')).body, { items: [made.body], nextCursor: null })
      assert.deepEqual(Object.keys(made.body as object).sort(), fields)
    })

    it('takes a pasted key, encrypted or not, and shows nothing of it', async () => {
      const client = await app().signedIn()
      for (const encryption of [undefined, { cipher: 'aes-256-cbc', passphrase }]) {
        const { privateKey, publicKey } = newKey(encryption)
        const body = { name: encryption ? 'a' : 'b', privateKey, passphrase: encryption?.passphrase }
        const made = await client.post('/ssh-private-keys', body)
        assert.deepEqual([made.status, made.body.publicKey], [201, publicKey])
        assert.deepEqual([made.body.accountName, made.body.description], [null, null])
        assert.equal(secretsIn(privateKey) > 0, true, 'it would be noticed')
      }
    })

    it('refuses what is no key that can be taken, with a reason', async () => {
      const client = await app().signedIn()
      const post = (more: object) => client.post('/ssh-private-keys', { name: 'a', ...more })
      const encrypted = newKey({ cipher: 'aes-128-cbc', passphrase }).privateKey
      const short = generateKeyPairSync('rsa', { modulusLength: 1024 }).privateKey
      const weak = short.export({ type: 'pkcs8', format: 'pem' })
      refusedFields(await post({}), { privateKey: 'required' })
      refusedFields(await post({ privateKey: encrypted }), { passphrase: 'passphrase_required' })
      const wrong = await post({ privateKey: encrypted, passphrase: newPassphrase() })
      refusedFields(wrong, { passphrase: 'wrong_passphrase' })
      for (const [privateKey, code] of [
        ['not a key', 'malformed_key'],
        [encrypted.replace('ENCRYPTED ', '').replace('ENCRYPTED ', ''), 'malformed_key'],
        [newKey().publicKey, 'public_key_pasted'],
        ['PuTTY-User-Key-File-3: ssh-ed25519\nEncryption: none', 'ppk_not_supported'],
        [weak, 'unsupported_type'],
      ]) {
        refusedFields(await post({ privateKey }), { privateKey: String(code) })
      }
      refused(await post({ privateKey: 'x'.repeat(16_385) }), 413, 'payload_too_large')
      refusedFields(await post({ generate: 'rsa' }), { generate: 'not_allowed' })
      refusedFields(await post({ generate, privateKey: encrypted }), { generate: 'not_allowed' })
      refusedFields(await post({ generate, passphrase }), { generate: 'not_allowed' })
      refusedFields(await post({ generate, publicKey: 'x', userId: 'x', sealed: 'x' }), {
        publicKey: 'unknown_field',
        userId: 'unknown_field',
        sealed: 'unknown_field',
      })
      assert.deepEqual((await client.get('/ssh-private-keys')).body.items, [])
    })

    it('refuses names and notes that are taken, too long or not shown as they are', async () => {
      const client = await app().signedIn()
      const post = (more: object) => client.post('/ssh-private-keys', { name: 'a', generate, ...more })
      assert.equal((await post({ accountName: ' ', description: '' })).body.accountName, null)
      refused(await post({ name: ' A ' }), 409, 'name_taken')
      for (const name of ['', 'a'.repeat(101), 'a\u202eb']) {
        refused(await post({ name }), 422, 'invalid_input')
      }
      refusedFields(await post({ name: 'b', accountName: 'a b' }), { accountName: 'invalid_characters' })
      refusedFields(await post({ name: 'b', accountName: 'a'.repeat(65) }), { accountName: 'too_long' })
      refusedFields(await post({ name: 'b', description: 'a'.repeat(501) }), { description: 'too_long' })
      refusedFields(await post({ name: 'b', description: 'a\u0000' }), { description: 'invalid_characters' })
      const emoji = await post({ name: 'b', description: '🔑'.repeat(500) })
      assert.deepEqual([emoji.status, emoji.body.description], [201, '🔑'.repeat(500)])
    })

    it('stops at 20 keys', async () => {
      const client = await app().signedIn()
      const rush = await Promise.all(
        Array.from({ length: 23 }, (_, i) => client.post('/ssh-private-keys', { name: `${i}`, generate })),
      )
      assert.equal(rush.filter(({ status }) => status === 201).length, 20)
      for (const answer of rush) if (answer.status !== 201) refused(answer, 403, 'limit_reached')
    })
  })

  describe('PATCH /ssh-private-keys/:id', () => {
    it('changes name and notes, and nothing else', async () => {
      const client = await app().signedIn()
      const made = (await client.post('/ssh-private-keys', { name: 'old', description: 'x', generate })).body
      const path = `/ssh-private-keys/${made.id}`
      const changed = await client.patch(path, { name: 'new', accountName: 'root', description: null })
      const expected = { ...made, name: 'new', accountName: 'root', description: null }
      assert.deepEqual([changed.status, changed.body], [200, expected])
      assert.deepEqual((await client.patch(path, {})).body, expected)
      assert.deepEqual((await client.get(path)).body, expected)
      refusedFields(await client.patch(path, { publicKey: 'x', generate, passphrase: 'x' }), {
        publicKey: 'unknown_field',
        generate: 'unknown_field',
        passphrase: 'unknown_field',
      })
      await client.post('/ssh-private-keys', { name: 'taken', generate })
      refused(await client.patch(path, { name: 'TAKEN' }), 409, 'name_taken')
    })
  })

  describe('DELETE /ssh-private-keys/:id', () => {
    it('removes the key for good, and events tell its life', async () => {
      const client = await app().signedIn()
      const made = (await client.post('/ssh-private-keys', { name: 'a', generate })).body
      await client.patch(`/ssh-private-keys/${made.id}`, { name: 'b' })
      assert.equal((await client.delete(`/ssh-private-keys/${made.id}`)).status, 204)
      for (const gone of [
        await client.get(`/ssh-private-keys/${made.id}`),
        await client.delete(`/ssh-private-keys/${made.id}`),
      ]) {
        refused(gone, 404, 'not_found')
      }
      const { items } = (await client.get('/events?limit=3')).body
      assert.deepEqual(
        items.map(({ type, subject }: { type: string; subject: object }) => [type, subject]),
        ['deleted', 'updated', 'created'].map((what) => [
          `ssh_private_key.${what}`,
          {
            kind: 'ssh_private_key',
            id: made.id,
            name: what === 'created' ? 'a' : 'b',
            hint: made.fingerprint,
          },
        ]),
      )
    })
  })

  describe('another user’s SSH private key', () => {
    it('is a 404 like one that never was, for every verb', async () => {
      const { signedIn } = app()
      const [owner, thief] = [await signedIn(), await signedIn()]
      const { id } = (await owner.post('/ssh-private-keys', { name: 'mine', generate })).body
      const unknown = '01890000-0000-7000-8000-000000000000'
      for (const send of [
        (path: string) => thief.get(path),
        (path: string) => thief.patch(path, { name: 'theirs' }),
        (path: string) => thief.delete(path),
      ]) {
        const answers = [await send(`/ssh-private-keys/${id}`), await send(`/ssh-private-keys/${unknown}`)]
        for (const answer of answers) refused(answer, 404, 'not_found')
        const [one, other] = answers.map(withoutRequestId)
        assert.deepEqual(one, other)
      }
      assert.equal((await owner.get(`/ssh-private-keys/${id}`)).body.name, 'mine')
    })
  })

  describe('while the key provider gives no key', () => {
    const asleep = () => Promise.reject(new Error('the key provider is asleep'))
    const without = appFor(framework, { options: { keyProvider: { wrap: asleep, unwrap: asleep } } })

    it('no SSH private key is kept: 503', async () => {
      const client = await without().signedIn()
      const { privateKey } = newKey()
      for (const body of [{ generate }, { privateKey }]) {
        const answer = await client.post('/ssh-private-keys', { name: 'a', ...body })
        refused(answer, 503, 'unavailable')
        assert.ok(Number(answer.headers['retry-after']) >= 1)
      }
      assert.deepEqual((await client.get('/ssh-private-keys')).body.items, [])
    })
  })
}

interface NewKey {
  readonly privateKey: string
  readonly publicKey: string
}

/** A key as PEM, noted as secret in every form it might be printed in. */
function newKey(encryption?: { cipher: string; passphrase: string }): NewKey {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const blob = publicBlobOf(publicKey) ?? Buffer.alloc(0)
  const line = `ecdsa-sha2-nistp256 ${blob.toString('base64')}`
  const number = Buffer.from(privateKey.export({ format: 'jwk' }).d ?? '', 'base64url')
  for (const form of ['hex', 'base64', 'base64url'] as const) noteSecret(number.toString(form))
  const pem = privateKey.export({ type: 'pkcs8', format: 'pem', ...encryption }).toString()
  return { privateKey: noteKey(pem, line), publicKey: line }
}
