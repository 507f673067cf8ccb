import assert from 'node:assert/strict'
import { beforeEach, describe, it } from 'mocha'
import { inOrder } from './print.js'

describe('inOrder', () => {
  const written: string[] = []
  const [out, err] = ['out', 'err'].map((name) => ({
    write: (text: string) => written.push(name + text) > 0,
  }))
  assert.ok(out && err)
  beforeEach(() => written.splice(0))

  it('writes at once what the first prints, and keeps what others print, in its order, until it is their turn', () => {
    const [first, second] = inOrder(2)
    second?.print(out, '2a')
    first?.print(out, '1')
    second?.print(err, '2b')
    assert.deepEqual(written, ['out1'])
    first?.end()
    assert.deepEqual(written, ['out1', 'out2a', 'err2b'])
    second?.print(out, '2c')
    assert.deepEqual(written, ['out1', 'out2a', 'err2b', 'out2c'])
  })

  it('writes what one printed that ended before its turn', () => {
    const [first, second, third] = inOrder(3)
    for (const [i, outlet] of [third, second].entries()) {
      outlet?.print(out, String(3 - i))
      outlet?.end()
    }
    assert.deepEqual(written, [])
    first?.end()
    assert.deepEqual(written, ['out2', 'out3'])
  })
})
