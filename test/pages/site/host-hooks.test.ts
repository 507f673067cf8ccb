import assert from 'node:assert/strict'
import { describe, it } from 'mocha'
import { calledHooks } from '../../../src/pages/site/host-hooks.js'
import type { AccountPagesOptions } from '../../../src/pages/site/options.js'

const key = { kind: 'api-key', name: 'ci', scopes: [], locale: 'en' } as const

describe('the functions of the host that pages call', () => {
  const placeBy = (locate: unknown) =>
    calledHooks({ locate: locate as AccountPagesOptions['locate'] }).locate('203.0.113.7')
  const exampleBy = (example: unknown) =>
    calledHooks({ example: example as AccountPagesOptions['example'] }).example(key)

  it('locate answers a place, at once or later', async () => {
    assert.equal(await placeBy(() => 'Vienna'), 'Vienna')
    assert.equal(await placeBy(() => Promise.resolve('Vienna')), 'Vienna')
    for (const none of [null, undefined, '']) assert.equal(await placeBy(() => none), null)
  })

  it('locate shows no place where it fails, or answers what is none', async () => {
    const thrown = () => {
      throw new Error('no database of places')
    }
    for (const wrong of [thrown, () => Promise.reject(new Error('late')), () => 7, () => 'x'.repeat(129)]) {
      assert.equal(await placeBy(wrong), null)
    }
  })

  it('example answers an address or tabs, and anything else counts as nothing', () => {
    const url = 'https://api.example.com/jobs'
    const curl = 'curl -u {secret}: /jobs'
    const [address, tabs] = [exampleBy(() => url), exampleBy(() => ({ curl }))]
    assert.deepEqual([address, tabs], [{ url }, { tabs: [{ label: 'curl', text: curl }] }])
    for (const wrong of ['javascript:alert(1)', {}, { curl: 7 }, 7, Promise.resolve(url)]) {
      const answer = exampleBy(() => wrong)
      assert.equal(answer, null)
    }
  })
})
