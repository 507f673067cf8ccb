import assert from 'node:assert/strict'
import fc from 'fast-check'
import { describe, it } from 'mocha'
import { canonicalRange, isCidr, isIn, rangesOf } from '../src/cidr.js'

describe('isCidr', () => {
  it('takes addresses, and ranges without host bits', () => {
    for (const text of [
      '10.0.0.1',
      '0.0.0.0/0',
      '10.0.0.0/8',
      '10.0.0.1/32',
      '192.0.2.128/25',
      '::',
      '::/0',
    ]) {
      assert.equal(isCidr(text), true, text)
    }
    for (const text of ['2001:db8::/32', '2001:DB8:0:0::1', '::1/128', 'fe80::/10', '::ffff:10.0.0.0/104']) {
      assert.equal(isCidr(text), true, text)
    }
  })

  it('refuses what sshd would read otherwise, or not at all', () => {
    for (const text of [
      '10.0.0.1/8',
      '10.0.0.0/33',
      '10.0.0.0/08',
      '10.0.0.0/+8',
      '10.0.0.0/',
      '/8',
      '10/8',
      '',
    ]) {
      assert.equal(isCidr(text), false, text)
    }
    for (const text of [
      '2001:db8::1/32',
      '::/129',
      '::1/127',
      'fe80::1%eth0',
      'a.example',
      '10.0.*',
      '::1 ',
      '"',
    ]) {
      assert.equal(isCidr(text), false, text)
    }
  })

  it('never crashes, and never takes what could leave its quotes', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string({ unit: 'binary' }), fc.ipV4(), fc.ipV6()),
        fc.string(),
        (text, rest) => {
          for (const tried of [text, `${text}/${rest}`]) {
            if (isCidr(tried)) assert.match(tried, /^[0-9a-fA-F.:]+(\/\d+)?$/)
          }
        },
      ),
    )
  })
})

describe('canonicalRange', () => {
  it('writes addresses and ranges in one spelling, without host bits', () => {
    for (const [text, written] of [
      ['192.0.2.7', '192.0.2.7'],
      ['192.0.2.7/32', '192.0.2.7'],
      ['192.0.2.7/24', '192.0.2.0/24'],
      ['10.255.255.255/9', '10.128.0.0/9'],
      ['255.255.255.255/0', '0.0.0.0/0'],
      ['2001:DB8:0:0::1', '2001:db8::1'],
      ['2001:db8::1/128', '2001:db8::1'],
      ['2001:DB8:FFFF::1/33', '2001:db8:8000::/33'],
      ['::1/0', '::/0'],
      ['::', '::'],
    ] as const) {
      assert.equal(canonicalRange(text), written, text)
    }
  })

  it('writes an IPv4 range that is given as an IPv6 one as what it is', () => {
    for (const [text, written] of [
      ['::ffff:192.0.2.7', '192.0.2.7'],
      ['::FFFF:C000:0207/128', '192.0.2.7'],
      ['::ffff:192.0.2.7/120', '192.0.2.0/24'],
      ['::ffff:192.0.2.7/96', '0.0.0.0/0'],
      // Wider than IPv4 as a whole.
      ['::ffff:192.0.2.7/80', '::/80'],
    ] as const) {
      assert.equal(canonicalRange(text), written, text)
    }
  })

  it('refuses everything else', () => {
    const texts = ['', '/8', '10/8', '10.0.0.0/', '10.0.0.0/33', '10.0.0.0/08', '10.0.0.0/8/8', '::/129']
    for (const text of [...texts, 'fe80::1%eth0', '[::1]', '10.0.0.1:80', ' ::1', '010.0.0.1', 'a.example']) {
      assert.equal(canonicalRange(text), null, text)
    }
  })

  const address = fc.oneof(fc.ipV4(), fc.ipV6())
  const range = fc.tuple(address, fc.nat(128)).map(([ip, length]) => {
    return `${ip}/${String(ip.includes(':') ? length : length % 33)}`
  })

  it('changes nothing that it wrote, and takes in what it was made of', () => {
    fc.assert(
      fc.property(fc.oneof(address, range), (text) => {
        const written = canonicalRange(text) ?? ''
        assert.equal(canonicalRange(written), written)
        assert.equal(isCidr(written), true)
        const [ip = ''] = text.split('/')
        assert.equal(isIn([written], ip), true)
      }),
    )
  })

  it('takes in just what has the same first bits', () => {
    fc.assert(
      fc.property(fc.nat(0xffffffff), fc.nat(32), fc.nat(0xffffffff), (base, length, other) => {
        const shift = BigInt(32 - length)
        const near = length === 0 ? other : ((base & (-1 << (32 - length))) | (other >>> length)) >>> 0
        const written = canonicalRange(`${quads(base)}/${String(length)}`) ?? ''
        for (const ip of [other, near]) {
          const same = BigInt(ip) >> shift === BigInt(base) >> shift
          assert.equal(isIn([written], quads(ip)), same, `${written} ${quads(ip)}`)
          assert.equal(isIn([written], `::ffff:${quads(ip)}`), same)
        }
      }),
    )
  })

  it('never crashes on a text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string(), (text, rest) => {
        for (const tried of [text, `${text}/${rest}`, `::1/${rest}`]) {
          const written = canonicalRange(tried)
          if (written !== null) assert.match(written, /^[0-9a-f.:]+(\/\d+)?$/)
        }
      }),
    )
  })

  function quads(number: number): string {
    return [24, 16, 8, 0].map((by) => (number >>> by) & 255).join('.')
  }
})

describe('rangesOf', () => {
  it('reads ranges once for many addresses', () => {
    const allows = rangesOf(['10.0.0.0/8', '2001:db8::/32'])
    assert.deepEqual(['10.1.2.3', '2001:db8::5', '::ffff:10.0.0.1', '11.0.0.1', '', '[::1'].map(allows), [
      true,
      true,
      true,
      false,
      false,
      false,
    ])
  })
})

describe('isIn', () => {
  it('knows which addresses are in a range', () => {
    const ranges = ['10.0.0.0/8', '192.0.2.7', '2001:db8::/32', 'fe80::/10']
    for (const ip of ['10.1.2.3', '192.0.2.7', '2001:db8::5', 'fe80::1%eth0']) {
      assert.equal(isIn(ranges, ip), true, ip)
    }
    for (const ip of ['11.0.0.1', '192.0.2.8', '2001:db9::5', '::1', 'unknown', '', '10.1.2.3, 1.1.1.1']) {
      assert.equal(isIn(ranges, ip), false, ip)
    }
    assert.equal(isIn([], '10.1.2.3'), false)
  })

  it('takes an IPv4 address written as an IPv6 one for what it is, on both sides', () => {
    for (const range of ['192.0.2.0/24', '::ffff:192.0.2.0/120', '::ffff:c000:200/120']) {
      for (const ip of [
        '192.0.2.7',
        '::ffff:192.0.2.7',
        '::FFFF:C000:0207',
        '[::ffff:c000:207]:80',
        '192.0.2.7:80',
      ]) {
        assert.equal(isIn([range], ip), true, `${range} ${ip}`)
      }
      assert.equal(isIn([range], '192.0.3.7'), false, range)
    }
  })
})
