import assert from 'node:assert/strict'
import { generateKeyPairSync } from 'node:crypto'
import { it } from 'mocha'
import { fingerprintOf } from '../../../../src/ssh/public-half.js'
import { patiently } from '../../../support/patience.js'
import { refused, refusedFields } from '../../../support/problems.js'
import { secretsIn } from '../../../support/secrets.js'
import { newKeyFile, newPassphrase } from '../../../support/private-key-files.js'
import type { App } from '../../../support/app.js'
import { generate, newKey } from './scene.js'

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

/** Making an SSH private key, and what is taken for one. */
export function acceptedPrivateKeyContract(app: () => App, passphrase: string): void {
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
    assert.deepEqual((await client.get('/ssh-private-keys')).body, {
      items: [made.body],
      nextCursor: null,
      total: 1,
    })
    assert.deepEqual(Object.keys(made.body as object).sort(), fields)
  })

  it('takes a pasted key, encrypted or not, and shows nothing of it', async () => {
    const client = await app().signedIn()
    for (const encryption of [undefined, { cipher: 'aes-256-cbc', passphrase }]) {
      const { privateKey, publicKey } = newKey(encryption)
      const body = { name: encryption ? 'a' : 'b', privateKey, passphrase: encryption?.passphrase }
      const made = await patiently(() => client.post('/ssh-private-keys', body))
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

  it('takes a key whose line ends were doubled, written out or blanks, and one with its public half', async () => {
    const client = await app().signedIn()
    const sec1 = newKeyFile({ type: 'ecdsa', format: 'PEM', passphrase })
    // RFC 8410, section 10.3.
    const withPublicHalf =
      '-----BEGIN PRIVATE KEY-----\nMHICAQEwBQYDK2VwBCIEINTuctv5E1hK1bbY8fdp+K06/nwoy/HU++CXqI9EdVhC\noB8wHQYKKoZIhvcNAQkJFDEPDA1DdXJkbGUgQ2hhaXJzgSEAGb9ECWmEzf6FQbrB\nZ9w7lshQhqowtrbLDFw4rXAxZuE=\n-----END PRIVATE KEY-----\n'
    for (const [name, privateKey, given] of [
      ['doubled', sec1.text.replaceAll('\n', '\n\n'), passphrase],
      ['written out', newKeyFile({ type: 'ed25519' }).text.replaceAll('\n', '\\n'), undefined],
      ['blanks', newKeyFile({ type: 'ed25519' }).text.replaceAll('\n', ' '), undefined],
      ['with its public half', withPublicHalf, undefined],
    ]) {
      const body = { name, privateKey, passphrase: given }
      const made = await patiently(() => client.post('/ssh-private-keys', body))
      assert.equal(made.status, 201, JSON.stringify(made.body))
    }
  })
}
