import assert from 'node:assert/strict'
import { it } from 'mocha'
import { forgedPrivateKeys } from '../../../support/forged-private-keys.js'
import { patiently } from '../../../support/patience.js'
import { refused, refusedFields } from '../../../support/problems.js'
import { newKeyFile } from '../../../support/private-key-files.js'
import { countThreads } from '../../../support/threads.js'
import type { App } from '../../../support/app.js'
import { generate, newKey } from './scene.js'

/** What reading a private key may cost, and how many one may have. */
export function privateKeyLimitsContract(app: () => App, passphrase: string): void {
  it('blames neither passphrase nor key where a file asks for more rounds than are taken', async () => {
    const client = await app().signedIn()
    const { text } = newKeyFile({ type: 'ed25519', passphrase, more: ['-a', '100'] })
    const body = { name: 'a', privateKey: text, passphrase }
    const answer = await patiently(() => client.post('/ssh-private-keys', body))
    refusedFields(answer, { privateKey: 'unsupported_encryption' })
    assert.match(answer.body.errors[0].message, /`ssh-keygen -p -a 16 -f key`/)
  })

  it('reads one key of a user’s at a time, however many costly ones are sent at once', async () => {
    const { signedIn } = app()
    const [client, other] = [await signedIn(), await signedIn()]
    using threads = countThreads()
    const forged = Object.values(forgedPrivateKeys(passphrase)).slice(0, 20)
    const sending = Promise.all(
      forged.map(({ text, passphrase: given }, i) =>
        client.post('/ssh-private-keys', { name: `${i}`, privateKey: text, passphrase: given }),
      ),
    )
    assert.equal((await other.get('/ssh-private-keys')).status, 200)
    const answers = await sending
    assert.deepEqual([threads.begun, threads.most, threads.alive], [1, 1, 0])
    assert.deepEqual(answers.filter(({ status }) => status === 422).length, 1)
    for (const answer of answers) {
      if (answer.status === 422) continue
      refused(answer, 503, 'busy')
      assert.ok(Number(answer.headers['retry-after']) >= 1)
    }
    const after = { name: 'after', privateKey: newKey().privateKey }
    assert.equal((await patiently(() => client.post('/ssh-private-keys', after))).status, 201)
  })

  it('reads two keys at a time, whoever sends them', async () => {
    const { signedIn } = app()
    const clients = await Promise.all(Array.from({ length: 4 }, () => signedIn()))
    using threads = countThreads()
    const answers = await Promise.all(
      clients.map((client) =>
        client.post('/ssh-private-keys', { name: 'a', privateKey: newKey().privateKey }),
      ),
    )
    assert.deepEqual([threads.most, threads.alive], [2, 0])
    // Whoever waits too long on a busy machine is told so.
    for (const answer of answers) if (answer.status !== 201) refused(answer, 503, 'busy')
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

  it('a user may have 20 SSH private keys, and not one more', async () => {
    const client = await app().signedIn()
    const rush = await Promise.all(
      Array.from({ length: 23 }, (_, i) => client.post('/ssh-private-keys', { name: `${i}`, generate })),
    )
    assert.equal(rush.filter(({ status }) => status === 201).length, 20)
    for (const answer of rush) if (answer.status !== 201) refused(answer, 403, 'limit_reached')
  })
}
