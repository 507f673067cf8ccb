import assert from 'node:assert/strict'
import { describe, it } from 'mocha'
import { examined } from '../../../src/cli/doctor/check.js'
import { describeOnEach } from '../../databases.js'
import { called } from '../called.js'
import { examine } from './examined.js'

describeOnEach('keyward doctor', (database) => {
  it('finds nothing wrong with a healthy app, and exits with 0', async () => {
    const { code, checks } = await examine({ database })
    assert.deepEqual(
      checks.filter(({ status }) => status !== 'ok'),
      [],
    )
    assert.equal(code, 0)
  })
})

describe('keyward doctor', () => {
  it('says that there is no configuration, and how to come to one', async () => {
    const { code, output } = await called('test/cli', ['doctor'])
    assert.equal(code, 1)
    assert.match(output, /FAULT +configuration +there is no keyward\.config.* To mend it: `npx keyward init`/)
  })

  it('takes a check that throws, or that never ends, for a fault, and goes on', async () => {
    const [thrown] = await examined({
      id: 'a',
      look: () => Promise.reject(new Error('outer', { cause: new Error('the inner one') })),
    })
    assert.deepEqual([thrown?.id, thrown?.status], ['a', 'fault'])
    assert.match(thrown?.detail ?? '', /the inner one/)
    const [late] = await examined({ id: 'b', look: () => new Promise(() => undefined) }, 20)
    assert.deepEqual([late?.id, late?.status], ['b', 'fault'])
    assert.match(late?.detail ?? '', /no answer within/)
  })

  it('refuses an address that is none', async () => {
    assert.equal((await called('test/cli', ['doctor', '--url', 'app.example.com'])).code, 2)
  })

  it('does not repeat a password that stands in an address', async () => {
    for (const url of ['http://ada:sesame@127.0.0.1:1/auth', 'http://127.0.0.1:1/auth?key=sesame']) {
      await assert.rejects(examine({ words: ['--url', url] }), /doctor says --url must be an address/)
    }
  })
})
