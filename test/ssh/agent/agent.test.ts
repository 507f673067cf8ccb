import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { existsSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import { describe, it } from 'mocha'
import type { AgentOptions, SshAgent, SshPrivateKey, UserRow } from '../../../src/index.js'
import { packetReader, string } from '../../../src/ssh/packet.js'
import { fingerprintOf } from '../../../src/ssh/public-half.js'
import { isSignedBy } from '../../../src/ssh/signature.js'
import type { AgentClient } from '../../support/agent-client.js'
import { agentClient, extension, login, signRequest, testHost } from '../../support/agent-client.js'
import { expressFramework } from '../../support/express-host.js'
import { describeWithOpenSsh } from '../../support/openssh.js'
import { newKeyFile } from '../../support/private-key-files.js'
import { stoppedTime } from '../../support/stopped-time.js'
import { appFor } from '../../support/suite.js'
import { until } from '../../support/until.js'

const refusedAnswer = Buffer.from([5])
const done = Buffer.from([6])

describeWithOpenSsh('tools', 'openAgent', () => {
  const app = appFor(expressFramework)
  const host = testHost()

  it('lists the key, and signs a login on the host as the user', async () => {
    await using opened = await open({ purpose: 'deploy the app' })
    using client = await connect(opened.agent.socketPath)
    const list = packetReader((await client.ask(Buffer.from([11]))) ?? assert.fail())
    assert.deepEqual([list.byte(), list.uint32(), list.string()], [12, 1, opened.blob])
    assert.equal(list.text(), `keyward:${opened.key.id}`)
    assert.deepEqual(await client.ask(host.bind()), done)
    const data = login({ publicBlob: opened.blob })
    const answer = packetReader((await client.ask(signRequest(opened.blob, data))) ?? assert.fail())
    assert.equal(answer.byte(), 14)
    assert.ok(isSignedBy(opened.blob, data, answer.string()))
    const [event] = await opened.events()
    assert.deepEqual(
      [event?.type, event?.outcome, event?.reason, event?.actor?.id, event?.ip],
      ['ssh_private_key.used', 'success', 'deploy the app', opened.user.id, '192.0.2.7'],
    )
    assert.equal(event?.subject?.hint, opened.key.fingerprint)
    const row = await app().store.sshPrivateKeys.byId(opened.user.id, opened.key.id)
    assert.equal(row?.lastUsedAt, event?.at)
  })

  it('signs with each kind of key by the algorithm that the client asked for', async () => {
    for (const [type, bits, algorithm, flags] of [
      ['ecdsa', 256, 'ecdsa-sha2-nistp256', 0],
      ['ecdsa', 384, 'ecdsa-sha2-nistp384', 0],
      ['ecdsa', 521, 'ecdsa-sha2-nistp521', 0],
      ['rsa', 2048, 'rsa-sha2-256', 2],
      ['rsa', 2048, 'rsa-sha2-512', 4],
    ] as const) {
      await using opened = await open({}, newKeyFile({ type, bits }).text)
      using client = await connect(opened.agent.socketPath)
      await client.ask(host.bind())
      const data = login({ publicBlob: opened.blob, algorithm })
      const answer = packetReader((await client.ask(signRequest(opened.blob, data, flags))) ?? assert.fail())
      assert.equal(answer.byte(), 14)
      const signature = answer.string()
      assert.equal(packetReader(signature).text(), algorithm)
      assert.ok(isSignedBy(opened.blob, data, signature))
    }
  })

  it('refuses SHA-1 with RSA (RFC 8332)', async () => {
    await using opened = await open({}, newKeyFile({ type: 'rsa', bits: 2048 }).text)
    using client = await connect(opened.agent.socketPath)
    await client.ask(host.bind())
    for (const [algorithm, flags] of [
      ['ssh-rsa', 0],
      ['ssh-rsa', 2],
      ['rsa-sha2-256', 4],
    ] as const) {
      const data = login({ publicBlob: opened.blob, algorithm })
      assert.deepEqual(await client.ask(signRequest(opened.blob, data, flags)), refusedAnswer)
    }
    assert.deepEqual(await opened.reasons(), Array(3).fill('algorithm_not_allowed'))
  })

  describe('a stolen socket', () => {
    const other = testHost()
    const hostBound = { method: 'publickey-hostbound-v00@openssh.com' }
    const cases: Readonly<Record<string, readonly [reason: string, data: (blob: Buffer) => Buffer]>> = {
      'an arbitrary blob': ['not_a_login', () => randomBytes(200)],
      nothing: ['not_a_login', () => Buffer.alloc(0)],
      'a signature over a file (SSHSIG)': [
        'not_a_login',
        () => Buffer.concat([Buffer.from('SSHSIG'), string('git')]),
      ],
      'another message': ['not_a_login', (blob) => login({ publicBlob: blob, type: 51 })],
      'another service': ['not_a_login', (blob) => login({ publicBlob: blob, service: 'ssh-userauth' })],
      'another method': ['not_a_login', (blob) => login({ publicBlob: blob, method: 'hostbased' })],
      'a request that asks for no signature': [
        'not_a_login',
        (blob) => login({ publicBlob: blob, signed: false }),
      ],
      'more after the login': ['not_a_login', (blob) => login({ publicBlob: blob, after: Buffer.from([0]) })],
      'the login of another key': ['not_a_login', () => login({ publicBlob: other.blob })],
      'a login in another session': [
        'wrong_session',
        (blob) => login({ publicBlob: blob, sessionId: randomBytes(32) }),
      ],
      'a login as another user': ['user_not_allowed', (blob) => login({ publicBlob: blob, user: 'root' })],
      'another algorithm': [
        'algorithm_not_allowed',
        (blob) => login({ publicBlob: blob, algorithm: 'ssh-dss' }),
      ],
      'a login on another host': [
        'host_not_allowed',
        (blob) => login({ publicBlob: blob, ...hostBound, after: string(other.blob) }),
      ],
    }

    for (const [title, [reason, data]] of Object.entries(cases)) {
      it(`signs nothing else: ${title}`, async () => {
        await using opened = await open()
        using client = await connect(opened.agent.socketPath)
        assert.deepEqual(await client.ask(host.bind()), done)
        assert.deepEqual(await client.ask(signRequest(opened.blob, data(opened.blob))), refusedAnswer)
        assert.deepEqual(await opened.reasons(), [reason])
      })
    }

    it('signs a login that names the bound host', async () => {
      await using opened = await open()
      using client = await connect(opened.agent.socketPath)
      await client.ask(host.bind())
      const data = login({ publicBlob: opened.blob, ...hostBound, after: string(host.blob) })
      assert.equal((await client.ask(signRequest(opened.blob, data)))?.[0], 14)
    })

    it('signs nothing with another key', async () => {
      await using opened = await open()
      using client = await connect(opened.agent.socketPath)
      await client.ask(host.bind())
      const data = login({ publicBlob: opened.blob })
      assert.deepEqual(await client.ask(signRequest(other.blob, data)), refusedAnswer)
      assert.deepEqual(await opened.reasons(), ['unknown_key'])
    })

    it('signs nothing before the host has proved itself', async () => {
      await using opened = await open()
      using client = await connect(opened.agent.socketPath)
      const bySomebodyElse = other.bind().subarray(-88, -1)
      for (const [bind, reason] of [
        [null, null],
        [other.bind(), 'host_not_allowed'],
        [host.bind({ signature: randomBytes(83) }), 'host_not_proved'],
        [host.bind({ signature: bySomebodyElse }), 'host_not_proved'],
        [host.bind({ forwarding: true }), 'forwarding_not_allowed'],
      ] as const) {
        if (bind) assert.deepEqual(await client.ask(bind), refusedAnswer)
        const request = signRequest(opened.blob, login({ publicBlob: opened.blob }))
        assert.deepEqual(await client.ask(request), refusedAnswer)
        const [first, second] = await opened.reasons()
        assert.deepEqual(reason ? [first, second] : [first], reason ? ['not_bound', reason] : ['not_bound'])
      }
    })

    it('a connection to the agent is bound to one session, and to no second', async () => {
      await using opened = await open()
      using client = await connect(opened.agent.socketPath)
      assert.deepEqual(await client.ask(host.bind()), done)
      const id = randomBytes(32)
      assert.deepEqual(await client.ask(host.bind({ sessionId: id })), refusedAnswer)
      const data = login({ publicBlob: opened.blob, sessionId: id })
      assert.deepEqual(await client.ask(signRequest(opened.blob, data)), refusedAnswer)
      assert.deepEqual(await opened.reasons(), ['wrong_session', 'already_bound'])
    })

    it('takes no keys, forgets none, and knows no other request', async () => {
      await using opened = await open()
      using client = await connect(opened.agent.socketPath)
      const types = [1, 17, 18, 19, 20, 22, 25, 255].map((type) => Buffer.from([type]))
      const others = [
        extension('query'),
        extension('session-bind@openssh.com'),
        Buffer.alloc(0),
        Buffer.from([11, 0]),
      ]
      for (const message of [...types, ...others]) assert.deepEqual(await client.ask(message), refusedAnswer)
      assert.deepEqual(await opened.reasons(), Array(12).fill('request_not_allowed'))
    })

    it('is hung up on when a message is too long', async () => {
      await using opened = await open()
      using client = await connect(opened.agent.socketPath)
      await client.sendUntilClosed(Buffer.from('7fffffff', 'hex'))
    })

    it('the agent closes a connection after sixteen refusals', async () => {
      await using opened = await open()
      using client = await connect(opened.agent.socketPath)
      for (let i = 0; i < 15; i++) assert.deepEqual(await client.ask(Buffer.from([19])), refusedAnswer)
      assert.equal(await client.ask(Buffer.from([19])), null)
      await gone(dirname(opened.agent.socketPath))
      assert.equal((await opened.reasons()).length, 16)
    })
  })

  it('signs no more than its budget, also when two ask at once', async () => {
    await using opened = await open({ maxSignatures: 3 })
    const clients = await Promise.all(Array.from({ length: 6 }, () => connect(opened.agent.socketPath)))
    const answers = await Promise.all(
      clients.map(async (client) => {
        await client.ask(host.bind())
        return client.ask(signRequest(opened.blob, login({ publicBlob: opened.blob })))
      }),
    )
    for (const client of clients) client[Symbol.dispose]()
    assert.equal(answers.filter((answer) => answer?.[0] === 14).length, 3)
    assert.deepEqual(await opened.reasons(), Array(3).fill('budget_spent'))
  })

  it('signs nothing once the key is deleted or its owner disabled', async () => {
    for (const [change, reason] of [
      ['deleted', 'not_found'],
      ['disabled', 'forbidden'],
    ] as const) {
      await using opened = await open()
      using client = await connect(opened.agent.socketPath)
      await client.ask(host.bind())
      const { user, key } = opened
      if (change === 'disabled') await app().keyward.users.disable(user.id)
      else assert.ok(await app().store.commit([app().store.sshPrivateKeys.remove(user.id, key.id)]))
      const request = signRequest(opened.blob, login({ publicBlob: opened.blob }))
      assert.deepEqual(await client.ask(request), refusedAnswer)
      assert.deepEqual(await opened.reasons(), [reason])
    }
  })

  it('signs nothing that can’t be written into the audit', async () => {
    await using opened = await open()
    using client = await connect(opened.agent.socketPath)
    await client.ask(host.bind())
    const { dataSource } = app().database
    const request = signRequest(opened.blob, login({ publicBlob: opened.blob }))
    await dataSource.query('ALTER TABLE keyward_audit_event RENAME TO gone')
    try {
      assert.deepEqual(await client.ask(request), refusedAnswer)
    } finally {
      await dataSource.query('ALTER TABLE gone RENAME TO keyward_audit_event')
    }
    assert.equal((await client.ask(request))?.[0], 14, 'nothing was taken from the budget')
  })

  it('is reached by this user only, and leaves nothing on disk', async () => {
    const opened = await open()
    const { socketPath, env } = opened.agent
    assert.deepEqual(env, { SSH_AUTH_SOCK: socketPath })
    assert.equal(statSync(dirname(socketPath)).mode & 0o777, 0o700)
    assert.equal(statSync(socketPath).mode & 0o777, 0o600)
    using client = await connect(socketPath)
    await opened.agent.close()
    await opened.agent.close()
    assert.equal(existsSync(dirname(socketPath)), false)
    assert.equal(await client.ask(Buffer.from([11])), null)
  })

  it('closes when its time is up', async () => {
    const { user, key } = await made()
    const scope = { user: 'deploy', hostKeys: [host.line], ttlSeconds: 60 }
    let folder: string
    {
      using time = stoppedTime()
      const agent = await app().keyward.sshPrivateKeys.openAgent({ userId: user.id }, key.id, scope)
      folder = dirname(agent.socketPath)
      time.advance(59_999)
      using client = await connect(agent.socketPath)
      assert.deepEqual(await client.ask(host.bind()), done)
      time.advance(1)
      assert.equal(await client.ask(Buffer.from([11])), null)
    }
    await gone(folder)
  })

  it('takes host keys as lines of several kinds, and as fingerprints', async () => {
    const base64 = host.blob.toString('base64')
    for (const hostKey of [
      host.line,
      `ssh-ed25519 ${base64}`,
      `ssh-ed25519 ${base64} root@host`,
      `[host.example.com]:2222,192.0.2.1 ssh-ed25519 ${base64}\n`,
      fingerprintOf(host.blob),
    ]) {
      await using opened = await open({ hostKeys: [testHost().line, hostKey] })
      using client = await connect(opened.agent.socketPath)
      assert.deepEqual(await client.ask(host.bind()), done)
    }
  })

  it('refuses options that make no sense with a TypeError', async () => {
    const { user, key } = await made()
    const open = (options: object) =>
      app().keyward.sshPrivateKeys.openAgent({ userId: user.id }, key.id, {
        ...{ user: 'deploy', hostKeys: [host.line] },
        ...options,
      })
    const base64 = host.blob.toString('base64')
    for (const options of [
      { user: '' },
      { user: undefined },
      { hostKeys: [] },
      { hostKeys: host.line },
      { hostKeys: ['host.example.com'] },
      { hostKeys: ['MD5:aa:bb'] },
      { hostKeys: [`ssh-rsa ${base64}`] },
      { hostKeys: [`@cert-authority * ssh-ed25519 ${base64}`] },
      { ttlSeconds: 0 },
      { ttlSeconds: 3601 },
      { maxSignatures: 0 },
      { maxSignatures: 101 },
      { maxSignatures: 1.5 },
      { purpose: 'a\nb' },
      { purpose: '' },
      { purpose: 'x'.repeat(65) },
    ]) {
      await assert.rejects(open(options), TypeError, JSON.stringify(options))
    }
  })

  it('opens for nobody but the owner', async () => {
    const { key } = await made()
    const thief = await app().user()
    const options = { user: 'deploy', hostKeys: [host.line] }
    const { sshPrivateKeys } = app().keyward
    const missing = { name: 'KeywardError', code: 'not_found', status: 404 }
    await assert.rejects(sshPrivateKeys.openAgent({ userId: thief.id }, key.id, options), missing)
    await assert.rejects(sshPrivateKeys.openAgent({ userId: thief.id }, 'x', options), missing)
    const anything = { userId: { not: '' } as unknown as string }
    await assert.rejects(sshPrivateKeys.openAgent(anything, key.id, options), TypeError)
  })

  it('opens for no disabled owner, and says so in the audit', async () => {
    const { user, key } = await made()
    await app().keyward.users.disable(user.id)
    const options = { user: 'deploy', hostKeys: [host.line] }
    await assert.rejects(app().keyward.sshPrivateKeys.openAgent({ userId: user.id }, key.id, options), {
      code: 'forbidden',
    })
    const { rows } = await app().store.audit.list(
      { types: ['ssh_private_key.refused'], userId: user.id },
      page,
    )
    assert.deepEqual(
      rows.map(({ reason }) => reason),
      ['forbidden'],
    )
  })

  const page = { limit: 50, before: null }

  async function made(privateKey?: string): Promise<{ user: UserRow; key: SshPrivateKey }> {
    const user = await app().user()
    const input = privateKey === undefined ? { generate: 'ed25519' as const } : { privateKey }
    return { user, key: await app().keyward.sshPrivateKeys.create(user.id, { name: 'a', ...input }) }
  }

  /** Events sort by their millisecond. */
  async function connect(path: string): Promise<AgentClient> {
    const client = await agentClient(path)
    return {
      ...client,
      ask(message) {
        app().clock.advance({ ms: 1 })
        return client.ask(message)
      },
    }
  }

  async function gone(path: string): Promise<void> {
    await until('no socket', () => !existsSync(path))
  }

  interface Opened extends AsyncDisposable {
    readonly agent: SshAgent
    readonly user: UserRow
    readonly key: SshPrivateKey
    readonly blob: Buffer
    /** What the key was used for or refused, the latest first. */
    events(): Promise<
      readonly Awaited<ReturnType<ReturnType<typeof app>['store']['audit']['list']>>['rows'][number][]
    >
    /** The reasons of the refusals, the latest first. */
    reasons(): Promise<readonly (string | null)[]>
  }

  async function open(options: Partial<AgentOptions> = {}, privateKey?: string): Promise<Opened> {
    const { user, key } = await made(privateKey)
    const scope = { user: 'deploy', hostKeys: [host.line], ...options }
    const agent = await app().keyward.sshPrivateKeys.openAgent(
      { userId: user.id, ip: '192.0.2.7' },
      key.id,
      scope,
    )
    const events = async (type?: string) =>
      (
        await app().store.audit.list(
          { userId: user.id, types: type === undefined ? undefined : [type] },
          page,
        )
      ).rows
    return {
      agent,
      user,
      key,
      blob: Buffer.from(key.publicKey.split(' ')[1] ?? '', 'base64'),
      events,
      reasons: async () => (await events('ssh_private_key.refused')).map(({ reason }) => reason),
      [Symbol.asyncDispose]: () => agent.close(),
    }
  }
})
