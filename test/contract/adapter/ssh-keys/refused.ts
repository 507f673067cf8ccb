import assert from 'node:assert/strict'
import { it } from 'mocha'
import { refused, refusedFields, withoutRequestId } from '../../../support/problems.js'
import { noteSecret } from '../../../support/secrets.js'
import { lineOf, rsaLine } from '../../../support/ssh-keys.js'
import type { App } from '../../../support/app.js'
import { aKey } from './scene.js'

/** What is refused in the place of an SSH key. */
export function refusedSshKeyContract(app: () => App): void {
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

  it('a user may have 50 SSH keys, and not one more', async () => {
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
    for (const field of ['userId', 'user', 'ownerId', 'fingerprint', 'type', 'expiresAt', 'options', 'id']) {
      const answer = await client.post('/ssh-keys', { name: 'a', publicKey: aKey(), [field]: victim.id })
      refusedFields(answer, { [field]: 'unknown_field' })
    }
  })
}
