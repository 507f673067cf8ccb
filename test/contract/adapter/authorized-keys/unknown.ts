import assert from 'node:assert/strict'
import { it } from 'mocha'
import type { App } from '../../../support/app.js'
import { nothing, setting, lineFor } from './scene.js'

/** Accounts that nobody may have by their name alone. */
export function unknownAccountContract(app: () => App): void {
  it('answers one and the same for whoever is unknown, disabled, without keys or not granted', async () => {
    const { admin } = app()
    const { host, grant, person } = await setting(app())
    await grant([{ group: 'default', everyone: true }])
    const [disabled, keyless, upper] = [await person(), await person(), await person({ username: 'UPPER' })]
    const { fingerprint } = await disabled.add()
    await upper.add()
    await (await admin()).patch(`/admin/users/${disabled.id}`, { disabled: true })
    const accounts = [disabled.username, keyless.username, 'nobody', 'root', 'upper', 'UPPER', 'a'.repeat(40)]
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

  it('gives nobody an account of the system for being called so, unless it is granted by name', async () => {
    const { host, grant, person } = await setting(app())
    for (const username of ['backup', 'www-data', 'systemd-x', '_apt', 'adm', 'vpopmail', 'keyward-ssh']) {
      const { id, add } = await person({ username })
      const key = await add()
      await grant([
        { group: 'default', everyone: true },
        { group: 'default', userId: id },
      ])
      for (const asked of [{}, { fingerprint: key.fingerprint }]) {
        assert.equal((await host.ask(username, asked)).text, nothing, username)
      }
      await grant([{ group: 'default', userId: id, account: username }])
      assert.equal((await host.ask(username)).text, `${lineFor(key)}\n${nothing}`, username)
    }
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
}
