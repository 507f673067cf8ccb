import assert from 'node:assert/strict'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { after, before, it } from 'mocha'
import type { AgentOptions, SshAgent, SshPrivateKey, UserRow } from '../../src/index.js'
import { newConfiguredSecret } from '../support/app.js'
import { expressFramework } from '../support/express-host.js'
import { describeWithOpenSsh } from '../support/openssh.js'
import { patiently } from '../support/patience.js'
import { scriptArguments } from '../support/process.js'
import { remoteHost, run } from '../support/remote-host.js'
import type { Ran, RemoteHost } from '../support/remote-host.js'
import type { KeyFileOptions } from '../support/private-key-files.js'
import { newKeyFile, newPassphrase } from '../support/private-key-files.js'
import { appFor } from '../support/suite.js'

const types: readonly Pick<KeyFileOptions, 'type' | 'bits'>[] = [
  { type: 'ed25519' },
  { type: 'ecdsa', bits: 256 },
  { type: 'ecdsa', bits: 521 },
  { type: 'rsa', bits: 2048 },
]

describeWithOpenSsh('server', 'OpenSSH with an agent of keyward’s', () => {
  const app = appFor(expressFramework)
  let remote: RemoteHost
  before(() => {
    remote = remoteHost()
  })
  after(() => remote?.remove())

  for (const size of types) {
    it(`logs in with a stored ${size.type} key of ${String(size.bits ?? 256)} bits`, async () => {
      const passphrase = newPassphrase()
      const { text, publicKey } = newKeyFile({ ...size, passphrase })
      await using stored = await open({ purpose: 'uptime' }, { privateKey: text, passphrase })
      assert.equal(stored.key.publicKey, publicKey)
      const listed = await run('ssh-add', ['-l'], stored.agent.env)
      assert.ok(listed.output.includes(stored.key.fingerprint), listed.output)
      assert.ok(listed.output.includes(`keyward:${stored.key.id}`))
      remote.authorize(publicKey)
      assert.deepEqual(await stored.ssh('echo "$USER is in"'), { code: 0, output: `${remote.user} is in\n` })
      const [used, ...others] = await stored.events()
      assert.deepEqual([used?.outcome, used?.reason, others], ['success', 'uptime', []])
    })
  }

  it('logs in with a key that was made here', async () => {
    await using stored = await open()
    remote.authorize(stored.key.publicKey)
    assert.equal((await stored.ssh('true')).code, 0)
  })

  it('is refused on a host whose key is not allowed', async () => {
    const { publicKey } = newKeyFile({ type: 'ed25519' })
    await using stored = await open({ hostKeys: [publicKey] })
    remote.authorize(stored.key.publicKey)
    assert.equal((await stored.ssh('true')).code, 255)
    assert.deepEqual(await stored.reasons(), ['host_not_allowed', 'not_bound'])
  })

  it('a login with somebody’s private key is refused as another user', async () => {
    await using stored = await open({ user: 'root' })
    remote.authorize(stored.key.publicKey)
    assert.equal((await stored.ssh('true')).code, 255)
    assert.deepEqual(await stored.reasons(), ['user_not_allowed'])
  })

  it('is refused a second login over a budget of one', async () => {
    await using stored = await open()
    remote.authorize(stored.key.publicKey)
    assert.deepEqual([(await stored.ssh('true')).code, (await stored.ssh('true')).code], [0, 255])
    assert.deepEqual(await stored.reasons(), ['budget_spent'])
  })

  it('is refused once the key is deleted', async () => {
    await using stored = await open()
    remote.authorize(stored.key.publicKey)
    const { user, key } = stored
    await app().store.commit([app().store.sshPrivateKeys.remove(user.id, key.id)])
    assert.equal((await stored.ssh('true')).code, 255)
    assert.deepEqual(await stored.reasons(), ['not_found'])
  })

  it('signs no file, and takes and forgets no keys', async () => {
    await using stored = await open()
    const folder = mkdtempSync(join(tmpdir(), 'keyward-sign-'))
    try {
      const [file, publicFile] = [join(folder, 'file'), join(folder, 'key.pub')]
      writeFileSync(file, 'an arbitrary blob')
      writeFileSync(publicFile, `${stored.key.publicKey}\n`)
      const sign = await run(
        'ssh-keygen',
        ['-Y', 'sign', '-n', 'file', '-f', publicFile, file],
        stored.agent.env,
      )
      assert.notEqual(sign.code, 0)
      assert.equal(existsSync(`${file}.sig`), false)
      assert.deepEqual(await stored.reasons(), ['not_bound'])
      assert.notEqual((await run('ssh-add', ['-D'], stored.agent.env)).code, 0)
      assert.deepEqual((await stored.reasons()).at(-1), 'request_not_allowed')
    } finally {
      rmSync(folder, { recursive: true })
    }
  })

  it('remote-command, the example, runs a command with a stored key', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'keyward-example-'))
    const env = {
      ...{ DATABASE: join(folder, 'app.db'), KEYWARD_SECRET: newConfiguredSecret() },
      ...{ KNOWN_HOSTS: remote.knownHosts, SSH_CONFIG: remote.sshConfig },
    }
    const example = (...args: readonly string[]): Promise<Ran> =>
      run(
        process.execPath,
        [...scriptArguments('examples/remote-command.ts'), `${remote.user}@remote`, ...args],
        env,
      )
    try {
      const first = await example()
      const [publicKey = ''] = /^ssh-ed25519 \S+$/m.exec(first.output) ?? []
      assert.notEqual(publicKey, '', first.output)
      remote.authorize(publicKey)
      assert.deepEqual(await example('echo', 'from', 'there'), { code: 0, output: 'from there\n' })
      assert.equal((await example('exit', '3')).code, 3)
      remote.authorize()
      assert.equal((await example('true')).code, 255)
    } finally {
      rmSync(folder, { recursive: true })
    }
  })

  it('is alone after close: nothing is left on disk', async () => {
    await using stored = await open()
    remote.authorize(stored.key.publicKey)
    await stored.agent.close()
    assert.equal(existsSync(dirname(stored.agent.socketPath)), false)
    assert.equal((await stored.ssh('true')).code, 255)
    assert.equal((await run('ssh-add', ['-l'], stored.agent.env)).code, 2)
  })

  interface Stored extends AsyncDisposable {
    readonly agent: SshAgent
    readonly user: UserRow
    readonly key: SshPrivateKey
    ssh(command: string): Promise<Ran>
    /** Uses and refusals, in order. */
    events(): Promise<readonly { outcome: string; reason: string | null }[]>
    reasons(): Promise<readonly (string | null)[]>
  }

  /** Stores a key over HTTP and opens an agent for it. */
  async function open(
    options: Partial<AgentOptions> = {},
    input: object = { generate: 'ed25519' },
  ): Promise<Stored> {
    const { user, ...client } = await app().signedIn()
    const made = await patiently(() => client.post('/ssh-private-keys', { name: 'a', ...input }))
    assert.equal(made.status, 201)
    const key = made.body as SshPrivateKey
    const scope = { user: remote.user, hostKeys: remote.hostKeys, ...options }
    const agent = await app().keyward.sshPrivateKeys.openAgent({ userId: user.id }, key.id, scope)
    const events = async () =>
      app().events.filter(({ type, subject }) => subject?.id === key.id && /\.(used|refused)$/.test(type))
    return {
      agent,
      user,
      key,
      ssh: (command) => run('ssh', ['-F', remote.sshConfig, `${remote.user}@remote`, command], agent.env),
      events,
      reasons: async () =>
        (await events()).filter(({ outcome }) => outcome === 'refused').map(({ reason }) => reason),
      [Symbol.asyncDispose]: () => agent.close(),
    }
  }
})
