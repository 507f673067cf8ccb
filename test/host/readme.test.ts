import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { describe, it } from 'mocha'
import { expressFramework } from '../support/express-host.js'
import { appFor } from '../support/suite.js'
import { callsIn } from './calls.js'

describe('the table of calls in the README', () => {
  const app = appFor(expressFramework)

  it('has a line for every call, in order of what it is about, and for no other', () => {
    const table = [...readFileSync('README.md', 'utf8').matchAll(/^\| `keyward\.([\w.]+)\(.*\)` \| .+ \|$/gm)]
    const listed = table.map(([, path = '']) => path)
    // What adapters call, hosts call through them; what is diagnosed, the command asks.
    const { adapter: _, diagnosis: __, ...forHosts } = app().keyward
    const expected = Object.entries(forHosts).flatMap(([name, part]) =>
      typeof part === 'function' ? [name] : callsIn(part as object).map((call) => `${name}.${call}`),
    )
    assert.deepEqual(listed.toSorted(), expected.toSorted())
    const groups = listed.map((path) => path.split('.')[0])
    const changes = groups.filter((group, i) => group !== groups[i - 1])
    assert.equal(new Set(changes).size, changes.length)
  })
})
