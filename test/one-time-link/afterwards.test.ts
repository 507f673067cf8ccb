import assert from 'node:assert/strict'
import { describe, it } from 'mocha'
import { afterwards } from '../../src/one-time-link/afterwards.js'
import { StoreUnavailableError } from '../../src/store/write.js'
import { until } from '../support/until.js'

describe('afterwards', () => {
  it('begins nothing while it is added, and does one piece after the other', async () => {
    const later = afterwards()
    const seen: string[] = []
    for (const name of ['a', 'b']) {
      later.add(async () => {
        seen.push(`${name} begins`)
        await Promise.resolve()
        seen.push(`${name} ends`)
      })
    }
    assert.deepEqual(seen, [])
    await until('both pieces', () => seen.length === 4)
    assert.deepEqual(seen, ['a begins', 'a ends', 'b begins', 'b ends'])
    await later.close()
  })

  it('is busy where a thousand pieces wait, and takes more once they are done', async () => {
    const later = afterwards()
    let done = 0
    const work = (): Promise<void> => Promise.resolve(void done++)
    for (let i = 0; i < 1000; i++) later.add(work)
    assert.throws(
      () => {
        later.add(work)
      },
      { code: 'busy', status: 503 },
    )
    await until('all of them', () => done === 1000)
    later.add(work)
    await later.close()
    assert.equal(done, 1001)
  })

  it('goes on after a piece that fails, and warns without saying of whom', async () => {
    const later = afterwards()
    const warnings: string[] = []
    const listen = ({ message }: Error): void => void warnings.push(message)
    process.on('warning', listen)
    try {
      later.add(() => Promise.reject(new StoreUnavailableError({ cause: new Error('ada@example.com') })))
      let isDone = false
      later.add(() => Promise.resolve(void (isDone = true)))
      await later.close()
      assert.equal(isDone, true)
      await until('the warning', () => warnings.length > 0)
      assert.deepEqual(warnings, ['a password reset that was asked for could not be made (unavailable)'])
    } finally {
      process.off('warning', listen)
    }
  })

  it('does before it is closed what was promised, and takes nothing after', async () => {
    const later = afterwards()
    let done = 0
    later.add(() => Promise.resolve(void done++))
    await later.close()
    assert.equal(done, 1)
    assert.throws(
      () => {
        later.add(() => Promise.resolve())
      },
      { code: 'busy' },
    )
  })
})
