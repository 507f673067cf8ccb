import assert from 'node:assert/strict'
import { after, before, describe, it } from 'mocha'
import { typeormStore } from '../../adapters/typeorm/index.js'
import { deviceScene } from '../contract/adapter/devices/scene.js'
import type { App } from '../support/app.js'
import { newConfiguredSecret, startApp } from '../support/app.js'
import { expressFramework } from '../support/express-host.js'

describe('codes of devices, when a new configured secret is put in front', () => {
  const [old, newer] = [newConfiguredSecret(), newConfiguredSecret()]
  let first: App
  let second: App
  before(async () => {
    first = await startApp(expressFramework, { options: { secrets: [old] } })
    const store = typeormStore(first.database.dataSource)
    const { clock } = first
    second = await startApp(expressFramework, { store, clock, options: { secrets: [newer, old] } })
  })
  after(async () => {
    await second.close()
    await first.close()
  })

  it('find their device by either code, and hold no secret back longer than they live', async () => {
    const { begin } = deviceScene(() => first)
    const { approve, poll } = deviceScene(() => second)
    const device = await begin()
    const user = await first.user()
    const who = await second.signedIn(user)
    assert.equal((await who.get(`/device/${device.userCode}`)).status, 200)
    assert.equal((await poll(device)).body.error, 'authorization_pending')
    await approve(who, device)
    assert.equal((await poll(device)).status, 200)
    assert.equal((await second.keyward.secretsInUse()).length, 2)
    const { deviceCodes } = second.store
    const ended = await deviceCodes.ended(second.clock.now() + 600_000, 10)
    await second.store.commit([deviceCodes.removeEnded(ended, second.clock.now() + 600_000)])
    assert.equal((await second.keyward.secretsInUse()).length, 1)
  })
})
