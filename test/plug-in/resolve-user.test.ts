import assert from 'node:assert/strict'
import { describe, it } from 'mocha'
import { forExpress } from '../../adapters/express.js'
import { forKoa } from '../../adapters/koa.js'
import type { HostUser, Keyward } from '../../src/index.js'
import { askHost } from '../../src/index.js'

// An adapter looks at its options before anything else.
const keyward = {} as Keyward

describe('the options of an adapter', () => {
  it('are known ones: one that decides who somebody is must not be misspelled', () => {
    for (const [name, bind] of [
      ['forExpress', (options: object) => forExpress(keyward, options)],
      ['forKoa', (options: object) => forKoa(keyward, options)],
    ] as const) {
      assert.throws(() => bind({ resolveuser: () => null }), {
        name: 'TypeError',
        message: `${name}: resolveuser is not an option`,
      })
      assert.throws(() => bind({ resolveUser: 'ada' }), {
        name: 'TypeError',
        message: `${name}: resolveUser must be a function`,
      })
      bind({})
      bind({ resolveUser: undefined })
      bind({ resolveUser: () => null })
    }
  })
})

describe('askHost', () => {
  it('asks once for each request, whatever comes of it, and passes on what was checked', async () => {
    let asked = 0
    const answers: HostUser[] = [{ userId: 'ada', amr: ['pwd'] }]
    const ask = askHost<object>('forTest', {
      resolveUser: () => {
        asked++
        const answer = answers[0]
        if (!answer) throw new Error('nobody is left')
        return answer
      },
    })
    const [first, second] = [{}, {}]
    const user = await ask?.(first)
    assert.deepEqual(user, { userId: 'ada', amr: ['pwd'], provedAt: null, sessionId: null })
    assert.equal(Object.isFrozen(user) && Object.isFrozen(user?.amr), true)
    assert.equal(await ask?.(first), user)
    answers.pop()
    for (let i = 0; i < 2; i++) await assert.rejects(async () => ask?.(second), { code: 'unavailable' })
    assert.equal(asked, 2)
  })

  it('takes a time of a finer clock to the millisecond, as it is stored', async () => {
    const resolveUser = () => ({ userId: 'ada', amr: ['pwd'], provedAt: 1_764_000_000_000.7 })
    const user = await askHost<object>('forTest', { resolveUser })?.({})
    assert.equal(user?.provedAt, 1_764_000_000_000)
  })

  it('takes no answer, and null, for nobody', async () => {
    for (const none of [undefined, null]) {
      assert.equal(await askHost<object>('forTest', { resolveUser: () => none })?.({}), null)
      assert.equal(await askHost<object>('forTest', { resolveUser: async () => none })?.({}), null)
    }
    assert.equal(askHost('forTest', {}), undefined)
  })
})
