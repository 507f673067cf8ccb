import assert from 'node:assert/strict'
import { after, before, describe, it } from 'mocha'
import { typeormStore } from '../../adapters/typeorm/index.js'
import { onceMore, Overtaken } from '../../src/sign-in/overtaken.js'
import { describeOnEach, migrated } from '../databases.js'
import type { Migrated } from '../databases.js'
import type { App } from '../support/app.js'
import { startApp } from '../support/app.js'
import { expressFramework } from '../support/express-host.js'
import { interruptedStore } from '../support/interrupted-store.js'

const one = { failures: 1, minutes: 15 }
const many = { failures: 100_000, minutes: 15 }
/** A single failure locks. */
const throttle = { perAccountAndAddress: one, perAccount: one, perAddress: many, codesPerAccount: one }

describe('onceMore', () => {
  const failing = (errors: readonly Error[]) => {
    const left = [...errors]
    return {
      left,
      work(): Promise<string> {
        const error = left.shift()
        return error ? Promise.reject(error) : Promise.resolve('done')
      },
    }
  }

  it('does what was overtaken once more, and not a third time', async () => {
    assert.equal(await onceMore(failing([]).work), 'done')
    assert.equal(await onceMore(failing([new Overtaken()]).work), 'done')
    const last = new Overtaken()
    const { work, left } = failing([new Overtaken(), last, new Overtaken()])
    await assert.rejects(onceMore(work), last)
    assert.equal(left.length, 1)
  })

  it('does nothing twice that failed otherwise', async () => {
    const error = new Error('another')
    const { work, left } = failing([error, error])
    await assert.rejects(onceMore(work), error)
    assert.equal(left.length, 1)
  })
})

describeOnEach('a sign-in whose account is changed at whatever moment', (database) => {
  const interrupted = interruptedStore()
  let opened: Migrated
  let app: App

  before(async () => {
    opened = await migrated(database)
    const store = interrupted.over(typeormStore(opened.dataSource))
    app = await startApp(expressFramework, { store, options: { throttle } })
  })
  after(async () => {
    await app.close()
    await opened.close()
  })

  it('succeeds with the right password, which is neither wrong nor counted', async () => {
    for (let moment = 0; ; moment++) {
      const owner = await app.signedIn()
      await app.signedIn(owner.user)
      const { username } = owner.user
      const signIn = () => app.client().post('/session', { username, password: app.password })
      // Ends a session, and the epoch with it.
      const overtake = async () => assert.equal((await owner.delete('/sessions')).status, 204)
      const { answer, happened } = await interrupted.before(moment, overtake, signIn)
      assert.equal(answer.status, 201, `moment ${String(moment)}: ${JSON.stringify(answer.body)}`)
      assert.equal((await signIn()).status, 201, `after moment ${String(moment)}`)
      if (happened) continue
      assert.ok(moment > 3)
      return
    }
  })
})
