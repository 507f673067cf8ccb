import assert from 'node:assert/strict'
import { it } from 'mocha'
import type { App } from '../../../support/app.js'
import { nothing, setting, lineFor } from './scene.js'

/** Keys that are given no longer. */
export function withheldKeysContract(app: () => App): void {
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
}
