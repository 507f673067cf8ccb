import assert from 'node:assert/strict'
import fc from 'fast-check'
import { describe, it } from 'mocha'
import { isCidr, isIn } from '../src/cidr.js'

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
