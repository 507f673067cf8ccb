import assert from 'node:assert/strict'
import { it } from 'mocha'
import type { App } from '../../../support/app.js'
import { refusedFields } from '../../../support/problems.js'
import type { SshKeyJson } from './scene.js'
import { nothing, setting, lineFor } from './scene.js'

/** Which keys an account is given. */
export function keysOfAccountContract(app: () => App): void {
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
}
