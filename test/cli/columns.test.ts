import assert from 'node:assert/strict'
import { describe, it } from 'mocha'
import { columns } from '../../src/cli/columns.js'

describe('columns', () => {
  it('aligns all but the last, and leaves no blanks at the end', () => {
    assert.deepEqual(
      columns([
        ['name', 'id', 'state'],
        ['a', 'long enough', 'active'],
        ['longer', '', ''],
      ]),
      ['name    id           state', 'a       long enough  active', 'longer'],
    )
    assert.deepEqual(columns([]), [])
  })

  it('lets no name give the terminal orders, or turn what stands beside it', () => {
    const [line = ''] = columns([['a\u001B[2Jb', 'c\r\u202Ed\ne']])
    assert.equal(line, 'a\uFFFD[2Jb  c\uFFFD\uFFFDd\uFFFDe')
  })
})
