import assert from 'node:assert/strict'
import { it } from 'mocha'
import type { App } from '../../../support/app.js'
import { refused } from '../../../support/problems.js'
import { nothing, aKey, setting, lineFor } from './scene.js'

/** How the answer reads, for old and new sshds, and when the database is away. */
export function authorizedKeysReplyContract(app: () => App): void {
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
      try {
        for (const asked of [{}, { fingerprint }]) {
          const answer = await host.ask(username, asked)
          refused(answer, 503, 'unavailable')
          assert.ok(Number(answer.headers['retry-after']) >= 1)
        }
      } finally {
        await database.dataSource.query(`ALTER TABLE gone_${table} RENAME TO keyward_${table}`)
      }
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
}
