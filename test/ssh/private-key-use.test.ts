import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { it } from 'mocha'
import { keyIdOf } from '../../src/crypto/derive.js'
import { localKeyProvider } from '../../src/crypto/keyring.js'
import type { KeyProvider, KeywardOptions, SshPrivateKey, UserRow } from '../../src/index.js'
import { fingerprintOf } from '../../src/ssh/public-half.js'
import { isSignedBy, signatureBytes } from '../../src/ssh/signature.js'
import { newConfiguredSecret, startApp } from '../support/app.js'
import type { App } from '../support/app.js'
import { expressFramework } from '../support/express-host.js'
import { describeWithOpenSsh } from '../support/openssh.js'
import type { KeyFileOptions } from '../support/private-key-files.js'
import { newKeyFile } from '../support/private-key-files.js'
import { appFor } from '../support/suite.js'

const sizes: readonly Pick<KeyFileOptions, 'type' | 'bits'>[] = [
  { type: 'ed25519' },
  { type: 'ecdsa', bits: 256 },
  { type: 'ecdsa', bits: 384 },
  { type: 'ecdsa', bits: 521 },
  { type: 'rsa', bits: 2048 },
]
const page = { limit: 50, before: null }
const data = Buffer.from('what a client in process asks to have signed')

describeWithOpenSsh('tools', 'keyward.sshPrivateKeys', () => {
  const app = appFor(expressFramework)

  for (const size of sizes) {
    it(`signs and lends a key of ssh-keygen’s: ${size.type} ${String(size.bits ?? '')}`, async () => {
      const { text, publicKey } = newKeyFile(size)
      const { user, key } = await made(app(), { privateKey: text })
      const { signFor, withPrivateKey } = app().keyward.sshPrivateKeys
      for (const hash of [undefined, 'sha256', 'sha512'] as const) {
        const signature = await signFor({ userId: user.id }, key.id, { data, hash })
        const rsa = `rsa-sha2-${hash === 'sha256' ? 256 : 512}`
        assert.equal(signature.algorithm, size.type === 'rsa' ? rsa : key.type)
        assert.ok(isSignedBy(blobOf(key), data, signatureBytes(signature)))
        assert.ok(!isSignedBy(blobOf(key), Buffer.from('other'), signatureBytes(signature)))
      }
      let lent: Buffer = Buffer.alloc(0)
      const read = await withPrivateKey({ userId: user.id }, key.id, async ({ privateKey, publicKey }) => {
        lent = privateKey
        assert.equal(publicKey, key.publicKey)
        return publicKeyByKeygen(privateKey)
      })
      assert.equal(read, publicKey)
      assert.ok(lent.length > 0 && lent.every((byte) => byte === 0), 'it is wiped')
    })
  }

  it('lends a key that it can take back', async () => {
    for (const size of sizes) {
      const { user, key } = await made(app(), { privateKey: newKeyFile(size).text })
      const { create, withPrivateKey } = app().keyward.sshPrivateKeys
      const again = await withPrivateKey({ userId: user.id }, key.id, ({ privateKey }) =>
        create(user.id, { name: 'again', privateKey: privateKey.toString() }),
      )
      assert.equal(again.fingerprint, key.fingerprint)
    }
  })

  it('wipes a lent key when the work fails, and passes the failure on', async () => {
    const { user, key } = await made(app())
    let lent: Buffer = Buffer.alloc(0)
    const work = app().keyward.sshPrivateKeys.withPrivateKey(
      { userId: user.id },
      key.id,
      ({ privateKey }) => {
        lent = privateKey
        return Promise.reject(new RangeError('no route to host'))
      },
    )
    await assert.rejects(work, { name: 'RangeError', message: 'no route to host' })
    assert.ok(lent.length > 0 && lent.every((byte) => byte === 0))
  })

  it('writes each use down, for whom, from where and what for', async () => {
    const { user, key } = await made(app())
    const actor = { userId: user.id, ip: '2001:db8::1', userAgent: 'a job' }
    await app().keyward.sshPrivateKeys.signFor(actor, key.id, { data, purpose: 'nightly backup' })
    const [event] = (await app().store.audit.list({ types: ['ssh_private_key.used'], userId: user.id }, page))
      .rows
    assert.deepEqual(event, {
      ...event,
      ...{ ip: actor.ip, userAgent: 'a job', outcome: 'success', reason: 'nightly backup' },
      actor: { kind: 'user', id: user.id, name: user.username },
      subject: { kind: 'ssh_private_key', id: key.id, name: 'a', hint: key.fingerprint },
    })
  })

  it('uses a key for its owner only', async () => {
    const { key } = await made(app())
    const thief = { userId: (await app().user()).id }
    const { signFor, withPrivateKey } = app().keyward.sshPrivateKeys
    const missing = { name: 'KeywardError', code: 'not_found' }
    await assert.rejects(signFor(thief, key.id, { data }), missing)
    await assert.rejects(
      withPrivateKey(thief, key.id, () => assert.fail()),
      missing,
    )
  })

  it('uses no key of a disabled user, and writes the refusal down', async () => {
    const { user, key } = await made(app())
    await app().keyward.users.disable(user.id)
    const using = app().keyward.sshPrivateKeys.signFor({ userId: user.id }, key.id, { data })
    await assert.rejects(using, { code: 'forbidden' })
    const { rows } = await app().store.audit.list(
      { types: ['ssh_private_key.refused'], userId: user.id },
      page,
    )
    assert.deepEqual(
      rows.map(({ reason, outcome }) => [reason, outcome]),
      [['forbidden', 'refused']],
    )
  })

  it('opens no sealed key that was copied to another row or user', async () => {
    const [mine, theirs] = [await made(app()), await made(app())]
    await app().database.dataSource.query(
      'UPDATE keyward_ssh_private_key SET sealed = (SELECT sealed FROM keyward_ssh_private_key WHERE id = ?) WHERE id = ?',
      [theirs.key.id, mine.key.id],
    )
    const using = app().keyward.sshPrivateKeys.signFor({ userId: mine.user.id }, mine.key.id, { data })
    await assert.rejects(using, { name: 'KeywardError', code: 'unavailable', status: 503 })
  })

  it('makes no private key for a user that does not exist', async () => {
    const making = app().keyward.sshPrivateKeys.create('nobody', { name: 'a', generate: 'ed25519' })
    await assert.rejects(making, { code: 'not_found' })
  })

  it('moves a used key to the present key-encryption key', async () => {
    const [older, newer] = [newConfiguredSecret(), newConfiguredSecret()]
    let present = localKeyProvider([older])
    const keyProvider: KeyProvider = {
      wrap: (dataKey) => present.wrap(dataKey),
      unwrap: (wrapped) => present.unwrap(wrapped),
    }
    await withApp({ keyProvider }, async (other) => {
      const { user, key } = await made(other)
      const keyId = async () => (await other.store.sshPrivateKeys.byId(user.id, key.id))?.keyId
      const use = () => other.keyward.sshPrivateKeys.signFor({ userId: user.id }, key.id, { data })
      assert.equal(await keyId(), keyIdOf(older))
      present = localKeyProvider([newer, older])
      await use()
      assert.equal(await keyId(), keyIdOf(newer))
      present = localKeyProvider([newer])
      await use()
    })
  })

  it('is 503 while the key provider is away, and says so in the audit', async () => {
    let away = false
    const { wrap, unwrap } = localKeyProvider([newConfiguredSecret()])
    const keyProvider: KeyProvider = {
      wrap,
      unwrap: (wrapped) => (away ? Promise.reject(new Error('asleep')) : unwrap(wrapped)),
    }
    await withApp({ keyProvider }, async (other) => {
      const { user, key } = await made(other)
      away = true
      const using = other.keyward.sshPrivateKeys.signFor({ userId: user.id }, key.id, { data })
      await assert.rejects(using, { code: 'unavailable', status: 503 })
      const { rows } = await other.store.audit.list({ types: ['ssh_private_key.refused'] }, page)
      assert.deepEqual(
        rows.map(({ reason }) => reason),
        ['unavailable'],
      )
    })
  })

  it('leaves no agent open when keyward is closed', async () => {
    const folders: string[] = []
    await withApp({}, async (other) => {
      const { user, key } = await made(other)
      const scope = { user: 'deploy', hostKeys: [fingerprintOf(blobOf(key))] }
      for (let i = 0; i < 2; i++) {
        const agent = await other.keyward.sshPrivateKeys.openAgent({ userId: user.id }, key.id, scope)
        folders.push(dirname(agent.socketPath))
      }
      assert.ok(folders.every((folder) => existsSync(folder)))
    })
    assert.ok(!folders.some((folder) => existsSync(folder)))
  })
})

async function withApp(options: Partial<KeywardOptions>, work: (other: App) => Promise<void>): Promise<void> {
  const other = await startApp(expressFramework, { options })
  try {
    await work(other)
  } finally {
    await other.close()
  }
}

async function made(
  { keyward, user: newUser }: App,
  input: { privateKey?: string } = {},
): Promise<{ user: UserRow; key: SshPrivateKey }> {
  const user = await newUser()
  const material = input.privateKey === undefined ? { generate: 'ed25519' as const } : input
  return { user, key: await keyward.sshPrivateKeys.create(user.id, { name: 'a', ...material }) }
}

function blobOf({ publicKey }: SshPrivateKey): Buffer {
  return Buffer.from(publicKey.split(' ')[1] ?? '', 'base64')
}

function publicKeyByKeygen(privateKey: Buffer): string {
  const folder = mkdtempSync(join(tmpdir(), 'keyward-key-'))
  try {
    writeFileSync(join(folder, 'key'), privateKey, { mode: 0o600 })
    return execFileSync('ssh-keygen', ['-y', '-f', join(folder, 'key')], { encoding: 'utf8' }).trim()
  } finally {
    rmSync(folder, { recursive: true })
  }
}
