import assert from 'node:assert/strict'
import fc from 'fast-check'
import { describe, it } from 'mocha'
import { KeywardError } from '../../src/errors.js'
import type { Counted } from '../../src/sign-in/throttle.js'
import { addressGroup, passwordCounters, throttle, together } from '../../src/sign-in/throttle.js'
import { digester } from '../../src/crypto/digest.js'
import type { Write } from '../../src/store/write.js'

describe('addressGroup', () => {
  it('is an IPv4 address itself, also when it is written as IPv6', () => {
    for (const ip of ['192.0.2.1', '::ffff:192.0.2.1', '::FFFF:192.0.2.1'])
      assert.equal(addressGroup(ip), '192.0.2.1')
  })

  it('is the /64 of an IPv6 address, however it is written', () => {
    for (const ip of [
      '2001:db8:0:1::1',
      '2001:DB8:0:1:ffff:ffff:ffff:ffff',
      '2001:0db8:0000:0001:0000:0000:0000:0002',
      '2001:db8:0:1:1::',
      '2001:db8::1:0:0:0:9',
    ]) {
      assert.equal(addressGroup(ip), '2001:db8:0:1::/64')
    }
    assert.notEqual(addressGroup('2001:db8:0:2::1'), addressGroup('2001:db8:0:1::1'))
    assert.equal(addressGroup('::1'), addressGroup('::2'))
    assert.equal(addressGroup('fe80::1%eth0'), addressGroup('fe80::2%eth1'))
  })

  it('is one for all clients whose address is not known', () => {
    assert.equal(addressGroup(null), 'unknown')
  })

  it('is the same for all addresses of a /64 and for no other', () => {
    const group = fc.integer({ min: 0, max: 0xffff }).map((n) => n.toString(16))
    const parts = fc.array(group, { minLength: 4, maxLength: 4 })
    fc.assert(
      fc.property(parts, parts, parts, (network, host, other) => {
        const of = (left: readonly string[], right: readonly string[]) =>
          addressGroup([...left, ...right].join(':'))
        // ::ffff:a:b is an IPv4 address in disguise.
        if (network.every((part) => part === '0')) return
        assert.equal(of(network, host), of(network, other))
        assert.equal(of(network, host) === of(other, host), network.join() === other.join())
      }),
      { numRuns: 2000 },
    )
  })

  it('takes any text a proxy hands on', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary', maxLength: 80 }),
        (text) => typeof addressGroup(text) === 'string',
      ),
    )
  })
})

describe('passwordCounters', () => {
  const limit = { failures: 1, minutes: 1 }
  const options = { throttle: { perAccountAndAddress: limit, perAccount: limit, perAddress: limit } }
  const parts = { options, digester: digester(['0123456789abcdef0123456789ABCDEF']) }
  const keys = (subject: string, ip: string | null, isKnown = false) =>
    passwordCounters(parts as never, { subject, ip, isKnown }).map(({ key }) => key)

  it('count per address, per account and per both, under names that say neither', () => {
    const found = keys('ada', '192.0.2.1')
    assert.equal(new Set(found).size, 3)
    for (const key of found) assert.match(key, /^[0-9a-f]{64}$/)
    const [address, account, both] = keys('ada', '192.0.2.2')
    assert.notEqual(address, found[0])
    assert.equal(account, found[1])
    assert.notEqual(both, found[2])
  })

  it('can’t be made to collide by a crafted name', () => {
    const all = [
      keys('ada', '192.0.2.1'),
      keys('192.0.2.1', '192.0.2.2'),
      keys('192.0.2.1:ada', null),
      keys('both:ada', '192.0.2.3'),
    ]
    assert.equal(new Set(all.flat()).size, 12)
  })

  it('have one of their own, of the account, for browsers that are known', () => {
    const [address, account, both] = keys('ada', '192.0.2.1')
    const [sameAddress, known, sameBoth] = keys('ada', '192.0.2.1', true)
    assert.deepEqual([sameAddress, sameBoth], [address, both])
    assert.notEqual(known, account)
  })

  it('forget the failures of account and address only', () => {
    assert.deepEqual(
      passwordCounters(parts as never, { subject: 'ada', ip: null, isKnown: false }).map(
        ({ clearedBySuccess }) => clearedBySuccess,
      ),
      [false, false, true],
    )
  })
})

describe('an attempt that could not be judged', () => {
  const write = {} as Write
  const fault = new Error('the database is away')

  /** Counted for two minutes, in a database that is away when it is to be taken back. */
  async function unjudged() {
    const parts = { now: 0, isAway: false, written: 0 }
    const commit = () => (parts.isAway ? Promise.reject(fault) : Promise.resolve(++parts.written > 0))
    const core = { options: { now: () => parts.now }, store: { commit } }
    const limits = throttle(core as unknown as Parameters<typeof throttle>[0])
    const judge = (): Promise<null> => {
      parts.isAway = true
      return Promise.reject(fault)
    }
    await assert.rejects(limits.attempt(counted({ minutes: 2 }), judge), fault)
    assert.equal(parts.written, 1)
    return { parts, limits }
  }
  function counted(given: Partial<Counted>): Counted {
    const writes = () => [write]
    const refuse = () => Promise.resolve()
    return { keys: ['a'], minutes: 1, reserve: writes, release: writes, forgive: writes, refuse, ...given }
  }

  it('is taken back once the database answers, as long as it counts: later it would make room for another', async () => {
    for (const [now, written] of [
      [119_999, 2],
      [120_000, 1],
    ] as const) {
      const { parts, limits } = await unjudged()
      Object.assign(parts, { now, isAway: false })
      await limits.close()
      assert.equal(parts.written, written, String(now))
    }
  })

  it('is one whose use failed by a fault, and not one whose code somebody else used first, which was wrong after all', async () => {
    for (const [error, written] of [
      [fault, 2],
      [new KeywardError('conflict'), 2],
      [new KeywardError('invalid_code'), 1],
    ] as const) {
      let commits = 0
      const core = { options: { now: () => 0 }, store: { commit: () => Promise.resolve(++commits > 0) } }
      const limits = throttle(core as unknown as Parameters<typeof throttle>[0])
      const right = await limits.attempt(counted({}), () => Promise.resolve('proof'))
      await assert.rejects(right?.use(() => Promise.reject(error)) ?? assert.fail(), error)
      await limits.close()
      assert.equal(commits, written, error.message)
    }
  })

  it('counts in two at once for the longer of both, and is refused by the one that is full', async () => {
    const full = new Error('full')
    const both = together(
      counted({ minutes: 3 }),
      counted({ keys: ['b'], refuse: () => Promise.reject(full) }),
    )
    assert.deepEqual([both.keys, both.minutes], [['a', 'b'], 3])
    assert.deepEqual(
      [both.reserve(), both.release(), both.forgive()].map((writes) => writes.length),
      [2, 2, 2],
    )
    await assert.rejects(both.refuse(), full)
  })
})
