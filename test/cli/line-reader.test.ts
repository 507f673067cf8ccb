import assert from 'node:assert/strict'
import { Readable } from 'node:stream'
import { describe, it } from 'mocha'
import { linesIn } from '../../src/cli/line-reader.js'

describe('linesIn', () => {
  const linesOf = async (chunks: readonly string[], most = 1000) => {
    const lines: string[] = []
    for await (const line of linesIn(Readable.from(chunks.map((text) => Buffer.from(text))), most)) {
      lines.push(Buffer.from(line).toString())
    }
    return lines
  }

  it('gives each line, wherever the chunks end', async () => {
    const text = 'one\n\ntwo ä\nthree'
    const expected = ['one', '', 'two ä', 'three']
    assert.deepEqual(await linesOf([text]), expected)
    assert.deepEqual(await linesOf([`${text}\n`]), expected)
    assert.deepEqual(await linesOf([...text]), expected)
    assert.deepEqual(await linesOf([]), [])
    assert.deepEqual(await linesOf(['', '\n', '']), [''])
  })

  it('a line that takes up all memory: keeps one byte more than is allowed, and goes on behind it', async () => {
    assert.deepEqual(await linesOf(['12345', '6789\nab', 'c\n'], 5), ['123456', 'abc'])
    assert.deepEqual(await linesOf(['12345\n'], 5), ['12345'])
    assert.deepEqual(await linesOf(['123456'], 5), ['123456'])
  })
})
