import assert from 'node:assert/strict'
import { describe, it } from 'mocha'
import { shardsOf } from './shards.js'

describe('shardsOf', () => {
  it('puts each file into the first shard that has a place for it', () => {
    const files = ['test/adapters/express.test.ts', 'test/adapters/http2.test.ts', 'test/cidr.test.ts']
    const shards = shardsOf(files)
    assert.deepEqual(shards.map((shard) => shard.files).sort(), files.map((file) => [file]).sort())
  })

  it('runs nothing beside what measures memory and time', () => {
    const files = ['test/e2e/verifications/flood.test.ts', 'test/e2e/replica.test.ts']
    assert.deepEqual(
      shardsOf(files)
        .filter(({ alone }) => alone)
        .map((shard) => shard.files),
      [['test/e2e/verifications/flood.test.ts']],
    )
  })

  it('has no place for what is no test', () => {
    assert.throws(() => shardsOf(['src/cidr.ts']), TypeError)
  })
})
