import assert from 'node:assert/strict'
import { describe, it } from 'mocha'
import type { AllOf } from '../../../../adapters/typeorm/query/properties.js'
import { only, propertiesBut, propertiesOf } from '../../../../adapters/typeorm/query/properties.js'
import { sshKeyTable } from '../../../../entities/ssh-key.js'
import { table } from '../../../../entities/table.js'
import { totpTable } from '../../../../entities/totp.js'
import type { FoundSshKey } from '../../../../src/store/ssh-key.js'
import type { TotpRow } from '../../../../src/store/totp.js'

/** A row as its entity knows it. */
interface KeyRecord {
  id: string
  state: string
  secret: string
  expiresAt: number | null
  version: number
}

const keyTable = table<KeyRecord>({
  name: 'key',
  columns: {
    id: { name: 'id', kind: 'id', primary: true },
    state: { name: 'state', kind: 'word', length: 16 },
    secret: { name: 'secret', kind: 'digest' },
    expiresAt: { name: 'expires_at', kind: 'time', nullable: true },
    version: { name: 'version', kind: 'integer', default: 0 },
  },
  indexes: [],
  owner: null,
})

/** A row as its port knows it: with the values that it writes. */
interface Key {
  readonly id: string
  readonly state: 'active' | 'pending'
  readonly expiresAt: number | null
}

// Whether these lines compile is what is tested: the type check of the project fails at an error that is not there.
describe('a list of a table’s properties', () => {
  it('names every property of a row: without the end of a key, an expired one would be let in', () => {
    const but: AllOf<Key> = propertiesBut(keyTable, 'secret', 'version')
    const named: AllOf<Key> = propertiesOf(keyTable, 'expiresAt', 'id', 'state')
    // @ts-expect-error -- the end of the key is left out.
    const short: AllOf<Key> = propertiesBut(keyTable, 'secret', 'version', 'expiresAt')
    // @ts-expect-error -- the end of the key is not named.
    const shortToo: AllOf<Key> = propertiesOf(keyTable, 'id', 'state')
    assert.deepEqual([...but], ['id', 'state', 'expiresAt'])
    assert.deepEqual([...named], ['expiresAt', 'id', 'state'])
    assert.deepEqual([...short, ...shortToo], ['id', 'state', 'id', 'state'])
  })

  it('names no more than a row has: what is not needed is not read', () => {
    // @ts-expect-error -- the secret is no property of the row.
    const long: AllOf<Key> = propertiesBut(keyTable, 'version')
    // @ts-expect-error -- nor is it one when it is named.
    const longToo: AllOf<Key> = propertiesOf(keyTable, 'id', 'state', 'secret', 'expiresAt')
    // @ts-expect-error -- the table has no such column.
    const unknown = propertiesOf(keyTable, 'name')
    assert.deepEqual([long.length, longToo.length, unknown.length], [4, 4, 1])
  })

  it('is not written by hand', () => {
    // @ts-expect-error -- nobody has compared it with the table.
    const unchecked: AllOf<Key> = ['id', 'state', 'expiresAt']
    assert.equal(unchecked.length, 3)
  })

  it('belongs to rows whose values fit the columns', () => {
    // @ts-expect-error -- the column can be NULL.
    const endless: AllOf<Omit<Key, 'expiresAt'> & { expiresAt: number }> = propertiesBut(
      keyTable,
      'secret',
      'version',
    )
    // @ts-expect-error -- the column holds text.
    const numbered: AllOf<Omit<Key, 'state'> & { state: number }> = propertiesBut(
      keyTable,
      'secret',
      'version',
    )
    assert.deepEqual([endless.length, numbered.length], [3, 3])
  })

  it('is checked so for the rows of the ports', () => {
    const unread = ['name', 'nameKey', 'nameFolded', 'lifetimeDays', 'lastOfferedAt', 'version'] as const
    const found: AllOf<FoundSshKey> = propertiesBut(sshKeyTable, ...unread)
    // @ts-expect-error -- an expired SSH key would be let in.
    const endless: AllOf<FoundSshKey> = propertiesBut(sshKeyTable, ...unread, 'expiresAt')
    // @ts-expect-error -- a row that somebody else put into the table would be let in.
    const unproved: AllOf<FoundSshKey> = propertiesBut(sshKeyTable, ...unread, 'mac')
    // @ts-expect-error -- a code would be accepted twice.
    const repeated: AllOf<TotpRow> = propertiesBut(totpTable, 'lastStep')
    assert.deepEqual([found.includes('expiresAt'), found.includes('mac')], [true, true])
    assert.equal(
      endless.includes('expiresAt') || unproved.includes('mac') || repeated.includes('lastStep'),
      false,
    )
  })

  it('takes no more of a row than it names', () => {
    const given: Key = Object.assign({ id: 'a', state: 'active', expiresAt: 1 } as const, { secret: 'x' })
    assert.deepEqual(only(given, propertiesBut(keyTable, 'secret', 'version')), {
      id: 'a',
      state: 'active',
      expiresAt: 1,
    })
  })
})
