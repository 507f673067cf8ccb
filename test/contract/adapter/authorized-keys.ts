import assert from 'node:assert/strict'
import { describe, it } from 'mocha'
import type { App } from '../../support/app.js'
import type { TestClient } from '../../support/client.js'
import type { Framework } from '../../support/host.js'
import { refused, refusedFields } from '../../support/problems.js'
import { newKeys } from '../../support/ssh-keys.js'
import { appFor } from '../../support/suite.js'

const nothing = '# keyward:end\n'
const aKey = newKeys['ssh-ed25519']

interface SshKeyJson {
  readonly id: string
  readonly publicKey: string
  readonly fingerprint: string
}
interface Asked {
  readonly fingerprint?: string
  readonly sshd?: string
  readonly etag?: string
}

let made = 0

/** A name that is nobody's yet and may be an account's. */
function newName(): string {
  return `user_${String(made++)}-x`
}

export function authorizedKeysContract(framework: Framework): void {
  describe('GET /ssh/authorized_keys/:account', () => {
    const app = appFor(framework)

    it('gives the keys of the user of that name, each on a line of its own', async () => {
      const { host, grant, person } = await setting(app())
      await grant([{ group: 'default', everyone: true }])
      const { username, add } = await person()
      const keys = [await add(), await add()]
      const answer = await host.ask(username)
      assert.equal(answer.status, 200)
      assert.equal(answer.headers['content-type'], 'text/plain; charset=utf-8')
      assert.equal(answer.text, [...keys.map((key) => lineFor(key)), nothing].join('\n'))
    })

    it('gives the one key that was offered', async () => {
      const { host, grant, person } = await setting(app())
      await grant([{ group: 'default', everyone: true }])
      const [one, other] = [await person(), await person()]
      const [key] = [await one.add(), await one.add()]
      const theirs = await other.add()
      for (const fingerprint of [key.fingerprint, key.fingerprint.replaceAll('+', ' ')]) {
        assert.equal((await host.ask(one.username, { fingerprint })).text, `${lineFor(key)}\n${nothing}`)
      }
      for (const fingerprint of [theirs.fingerprint, `SHA256:${'A'.repeat(43)}`]) {
        assert.equal((await host.ask(one.username, { fingerprint })).text, nothing)
      }
      refusedFields(await host.ask(one.username, { fingerprint: 'MD5:aa' }), { fingerprint: 'malformed' })
    })

    it('notes when a key was offered, and only then', async () => {
      const { host, grant, person } = await setting(app())
      await grant([{ group: 'default', everyone: true }])
      const { username, client, add } = await person()
      const [offered, other] = [await add(), await add()]
      await host.ask(username)
      app().clock.advance({ minutes: 5 })
      await host.ask(username, { fingerprint: offered.fingerprint })
      const at = app().clock.now()
      const seen = async ({ id }: SshKeyJson) => (await client.get(`/ssh-keys/${id}`)).body.lastOfferedAt
      assert.equal(Date.parse(await seen(offered)), at)
      assert.equal(await seen(other), null)
    })

    it('answers one and the same for whoever is unknown, disabled, without keys or not granted', async () => {
      const { admin } = app()
      const { host, grant, person } = await setting(app())
      await grant([{ group: 'default', everyone: true }])
      const [disabled, keyless, upper] = [await person(), await person(), await person({ username: 'UPPER' })]
      const { fingerprint } = await disabled.add()
      await upper.add()
      await (await admin()).patch(`/admin/users/${disabled.id}`, { disabled: true })
      const accounts = [
        disabled.username,
        keyless.username,
        'nobody',
        'root',
        'upper',
        'UPPER',
        'a'.repeat(40),
      ]
      for (const account of accounts) {
        for (const asked of [{}, { fingerprint }]) {
          const { status, text } = await host.ask(account, asked)
          assert.deepEqual([status, text], [200, nothing], account)
        }
      }
      await (await admin()).patch(`/admin/users/${disabled.id}`, { disabled: false })
      assert.notEqual((await host.ask(disabled.username)).text, nothing)
      await grant([])
      assert.equal((await host.ask(disabled.username)).text, nothing)
    })

    it('gives nobody root for being called root', async () => {
      const { host, grant, person } = await setting(app())
      const { id, add } = await person({ username: 'root' })
      const key = await add()
      await grant([
        { group: 'default', everyone: true },
        { group: 'default', userId: id },
      ])
      assert.equal((await host.ask('root')).text, nothing)
      await grant([{ group: 'default', userId: id, account: 'root' }])
      assert.equal((await host.ask('root')).text, `${lineFor(key)}\n${nothing}`)
    })

    it('withholds a key from its end on, and while the policy forbids it', async () => {
      const { admin, clock } = app()
      const { host, grant, person } = await setting(app())
      await grant([{ group: 'default', everyone: true }])
      const organizationId = `org-${Math.random()}`
      const { username, add } = await person({ organizationId })
      const key = await add(30)
      const policy = `/admin/policies/organizations/${organizationId}`
      const given = async () => (await host.ask(username, { fingerprint: key.fingerprint })).text !== nothing
      assert.equal(await given(), true)
      for (const sshKeys of [{ allowedTypes: ['ssh-rsa'] }, { maxDays: 1 }]) {
        await (await admin()).put(policy, { sshKeys })
        if ('maxDays' in sshKeys) clock.advance({ days: 1 })
        assert.equal(await given(), false, JSON.stringify(sshKeys))
      }
      await (await admin()).put(policy, {})
      assert.equal(await given(), true)
      clock.advance({ days: 29 })
      assert.equal(await given(), false)
    })

    it('gives a key no longer once it or its owner is removed', async () => {
      const { admin } = app()
      const { host, grant, person } = await setting(app())
      await grant([{ group: 'default', everyone: true }])
      const { id, username, client, add } = await person()
      const [key, other] = [await add(), await add()]
      await client.delete(`/ssh-keys/${key.id}`)
      assert.equal((await host.ask(username)).text, `${lineFor(other)}\n${nothing}`)
      await (await admin()).delete(`/admin/users/${id}`)
      assert.equal((await host.ask(username, { fingerprint: other.fingerprint })).text, nothing)
    })

    it('lets in by the first grant of the host’s groups that fits: user, organisation or everyone', async () => {
      const { host, hostIn, grant, person } = await setting(app())
      const [web, both] = [await hostIn('web'), await hostIn('web', 'db')]
      const organizationId = `org-${Math.random()}`
      const [member, stranger] = [await person({ organizationId }), await person()]
      const [memberKey, strangerKey] = [await member.add(), await stranger.add()]
      await grant([
        {
          group: 'web',
          userId: member.id,
          account: 'deploy',
          permit: ['port-forwarding'],
          from: ['10.0.0.0/8'],
        },
        { group: 'web', organizationId, account: 'deploy', permit: [] },
        { group: 'web', organizationId },
        { group: 'db', everyone: true, account: 'deploy' },
      ])
      const options = `restrict,port-forwarding,from="10.0.0.0/8"`
      const memberLine = `${lineFor(memberKey, options)}\n`
      for (const asked of [{}, { fingerprint: memberKey.fingerprint }]) {
        assert.equal((await web.ask('deploy', asked)).text, memberLine + nothing)
        assert.equal((await web.ask(member.username, asked)).text, `${lineFor(memberKey)}\n${nothing}`)
        assert.equal((await host.ask('deploy', asked)).text, nothing)
        assert.equal((await host.ask(member.username, asked)).text, nothing)
      }
      assert.equal((await web.ask(stranger.username)).text, nothing)
      const everybody = (await both.ask('deploy')).text
      assert.ok(everybody.includes(memberLine) && everybody.includes(`${lineFor(strangerKey)}\n`))
      const { fingerprint } = strangerKey
      assert.equal((await both.ask('deploy', { fingerprint })).text, `${lineFor(strangerKey)}\n${nothing}`)
    })

    it('permits what the policy says where the grant says nothing', async () => {
      const { admin } = app()
      const { host, grant, person } = await setting(app())
      await grant([{ group: 'default', everyone: true }])
      const organizationId = `org-${Math.random()}`
      const { username, add } = await person({ organizationId })
      const key = await add()
      const sshKeys = { permit: ['agent-forwarding', 'pty'] }
      await (await admin()).put(`/admin/policies/organizations/${organizationId}`, { sshKeys })
      const expected = lineFor(key, 'restrict,pty,agent-forwarding')
      assert.equal((await host.ask(username)).text, `${expected}\n${nothing}`)
    })

    it('says when a key ends to an sshd that says it reads that', async () => {
      const { host, grant, person } = await setting(app())
      await grant([{ group: 'default', everyone: true }])
      const { username, add } = await person()
      const key = await add(30)
      for (const sshd of ['9.1', '9.2', '10.0']) {
        assert.match((await host.ask(username, { sshd })).text, /^restrict,pty,expiry-time="\d{14}Z" ssh-/)
      }
      for (const sshd of ['9.0', '8.4', 'x', undefined]) {
        assert.equal((await host.ask(username, { sshd })).text, `${lineFor(key)}\n${nothing}`)
      }
    })

    it('answers 304 as long as nothing has changed', async () => {
      const { host, grant, person } = await setting(app())
      await grant([{ group: 'default', everyone: true }])
      const { username, add } = await person()
      await add()
      const { etag = '' } = (await host.ask(username)).headers
      assert.match(etag, /^"[^"]+"$/)
      for (const known of [etag, `W/${etag}`, `"x", ${etag}`, '*']) {
        const answer = await host.ask(username, { etag: known })
        assert.deepEqual([answer.status, answer.text, answer.headers.etag], [304, '', etag])
      }
      await add()
      const changed = await host.ask(username, { etag })
      assert.equal(changed.status, 200)
      assert.notEqual(changed.headers.etag, etag)
    })

    it('answers 503, and no lines, while the database can’t be asked', async () => {
      const { database } = app()
      const { host, grant, person } = await setting(app())
      await grant([{ group: 'default', everyone: true }])
      const { username, add } = await person()
      const { fingerprint } = await add()
      for (const table of ['ssh_host', 'ssh_grant', 'ssh_key']) {
        await database.dataSource.query(`ALTER TABLE keyward_${table} RENAME TO gone_${table}`)
        for (const asked of [{}, { fingerprint }]) {
          const answer = await host.ask(username, asked)
          refused(answer, 503, 'unavailable')
          assert.ok(Number(answer.headers['retry-after']) >= 1)
        }
        await database.dataSource.query(`ALTER TABLE gone_${table} RENAME TO keyward_${table}`)
      }
      assert.notEqual((await host.ask(username)).text, nothing)
    })

    it('writes nothing that a user has typed', async () => {
      const { host, grant, person } = await setting(app())
      await grant([{ group: 'default', everyone: true }])
      const { username, client } = await person()
      const comment = `x ${'"'} command="id" ssh-ed25519`
      const publicKey = `${aKey().split(' ').slice(0, 2).join(' ')} ${comment}`
      const named = { name: 'a", command="id" ssh-ed25519 AAAA #', publicKey }
      assert.equal((await client.post('/ssh-keys', named)).status, 201)
      const [line = '', ...rest] = (await host.ask(username)).text.split('\n')
      assert.match(line, /^restrict,pty ssh-ed25519 [A-Za-z0-9+/]+=* keyward:[0-9a-f-]{36}$/)
      assert.deepEqual(rest, ['# keyward:end', ''])
    })
  })
}

/** A host in `default`, and the ways to make others, users and grants. */
async function setting(app: App) {
  const hostIn = async (...groups: readonly string[]) => {
    const { body } = await (await app.admin()).post('/admin/hosts', { name: newName(), groups })
    return { ask: (account: string, asked: Asked = {}) => ask(app.client(), body.credential, account, asked) }
  }
  const grant = async (items: readonly object[]) => {
    assert.equal((await (await app.admin()).put('/admin/ssh-grants', { items })).status, 200)
  }
  const person = async (given: { username?: string; organizationId?: string } = {}) => {
    const user = await app.user({ username: newName(), ...given })
    const client = await app.signedIn(user)
    const add = async (expiresInDays: number | null = null): Promise<SshKeyJson> => {
      const { status, body } = await client.post('/ssh-keys', {
        name: newName(),
        publicKey: aKey(),
        expiresInDays,
      })
      assert.equal(status, 201)
      return body
    }
    return { ...user, client, add }
  }
  return { host: await hostIn(), hostIn, grant, person }
}

function ask(client: TestClient, bearer: string, account: string, { fingerprint, sshd, etag }: Asked) {
  const query = fingerprint === undefined ? '' : `?fingerprint=${encodeURIComponent(fingerprint)}`
  const headers = { 'Keyward-Sshd': sshd, 'If-None-Match': etag }
  return client.get(`/ssh/authorized_keys/${account}${query}`, { bearer, headers })
}

function lineFor({ id, publicKey }: SshKeyJson, options = 'restrict,pty'): string {
  return `${options} ${publicKey} keyward:${id}`
}
