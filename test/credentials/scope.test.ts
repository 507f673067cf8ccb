import assert from 'node:assert/strict'
import { describe, it } from 'mocha'
import { allScopes, listScopes, missingScopes, parseScopes } from '../../src/credentials/scope.js'

const options = { scopes: { read: 'read', write: 'write' }, requireScopes: false, introspection: true }
const [person, service] = [{ kind: 'user' }, { kind: 'service' }] as const
const reserved = 'keyward:introspect'

describe('missingScopes', () => {
  it('finds none where all that were demanded are granted', () => {
    assert.deepEqual(missingScopes(['read', 'write'], ['write']), [])
    assert.deepEqual(missingScopes(['read', reserved], [reserved]), [])
    assert.deepEqual(missingScopes(allScopes, ['read', 'write']), [])
  })

  it('names those that were not granted', () => {
    assert.deepEqual(missingScopes(['read'], ['read', 'write', reserved]), ['write', reserved])
    assert.deepEqual(missingScopes([], ['read']), ['read'])
  })

  it('finds no reserved scope among all rights, whether there is one of that name or not', () => {
    assert.deepEqual(missingScopes(allScopes, ['read', reserved]), [reserved])
    assert.deepEqual(missingScopes(allScopes, ['keyward:later']), ['keyward:later'])
    assert.deepEqual(missingScopes(['*', reserved], ['read', reserved, 'keyward:later']), ['keyward:later'])
  })
})

describe('parseScopes', () => {
  const refusedFor = (code: string) => (error: { errors?: readonly { code: string }[] }) =>
    error.errors?.[0]?.code === code

  it('gives a user all rights unless told otherwise, and a service account none', () => {
    assert.deepEqual(parseScopes(undefined, options, person), allScopes)
    assert.throws(() => parseScopes(undefined, options, service), refusedFor('required'))
    for (const holder of [person, service])
      assert.throws(() => parseScopes([], options, holder), refusedFor('required'))
  })

  it('refuses all where one of them does not exist', () => {
    for (const given of [
      ['read', 'nothing'],
      ['nothing', 'read'],
      ['read', '__proto__'],
    ])
      assert.throws(
        () => parseScopes(given, options, person),
        (error: { errors?: readonly object[] }) => {
          const [{ field, code } = {}] = (error.errors ?? []) as readonly { field?: string; code?: string }[]
          return field === 'scopes' && code === 'unknown_scope'
        },
      )
  })

  it('knows the scope of introspection only where that is on', () => {
    const off = { ...options, introspection: false }
    assert.throws(() => parseScopes([reserved], off, service), refusedFor('unknown_scope'))
    assert.deepEqual(parseScopes([reserved], options, service), [reserved])
  })

  it('knows reserved scopes, and the wildcard, for service accounts alone', () => {
    assert.deepEqual(parseScopes(['write', reserved, 'write'], options, service), [reserved, 'write'])
    assert.throws(() => parseScopes([reserved], options, person), refusedFor('unknown_scope'))
    assert.deepEqual(parseScopes([reserved, '*'], options, service), ['*', reserved])
    assert.throws(() => parseScopes(['*'], options, person), refusedFor('unknown_scope'))
    const required = { ...options, requireScopes: true }
    assert.throws(() => parseScopes(['*'], required, service), refusedFor('unknown_scope'))
  })
})

describe('listScopes', () => {
  it('says of each what it is for', () => {
    assert.deepEqual(listScopes({ ...options, scopes: { read: 'Read reports' } }, service), [
      { name: '*', description: 'Everything that the app allows' },
      { name: 'read', description: 'Read reports' },
      { name: reserved, description: 'Ask what other API keys and tokens are good for' },
    ])
  })

  it('has no scope for everything where scopes are required', () => {
    const names = listScopes({ ...options, requireScopes: true }, service).map(({ name }) => name)
    assert.deepEqual(names, ['read', 'write', reserved])
  })

  it('lists what the app declared, and for a service account what is reserved', () => {
    const names = (given: ReturnType<typeof listScopes>) => given.map(({ name }) => name)
    assert.deepEqual(names(listScopes(options)), ['read', 'write'])
    assert.deepEqual(names(listScopes(options, person)), ['read', 'write'])
    assert.deepEqual(names(listScopes(options, service)), ['*', 'read', 'write', reserved])
    assert.deepEqual(names(listScopes({ ...options, introspection: false }, service)), ['*', 'read', 'write'])
  })
})
