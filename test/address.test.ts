import assert from 'node:assert/strict'
import { isIP } from 'node:net'
import fc from 'fast-check'
import { describe, it } from 'mocha'
import { readAddress } from '../src/address.js'

describe('readAddress', () => {
  it('is one address, however a proxy writes it', () => {
    const spellings: Readonly<Record<string, readonly string[]>> = {
      '203.0.113.50': [
        ...['203.0.113.50', '203.0.113.50:40000', '203.0.113.50:', '[203.0.113.50]', '[203.0.113.50]:80'],
        ...['::ffff:203.0.113.50', '::FFFF:203.0.113.50', '::ffff:cb00:7132', '0:0:0:0:0:ffff:cb00:7132'],
        ...[
          '[::ffff:203.0.113.50]:40000',
          '[::FFFF:CB00:7132]',
          '0000:0000:0000:0000:0000:ffff:203.0.113.50',
        ],
      ],
      '2001:db8::1': [
        ...['2001:db8::1', '2001:DB8::1', '2001:0db8:0:0:0:0:0:1', '[2001:db8::1]', '[2001:db8::1]:40000'],
        ...['2001:db8:0:0::1', '2001:db8::0.0.0.1'],
      ],
      'fe80::1': ['fe80::1%eth0', 'FE80::1%25eth0', '[fe80::1%eth0]:80', '[fe80::1]'],
      // An address of its own: what stands behind a NAT64 is not who asks.
      '64:ff9b::cb00:7132': ['64:ff9b::203.0.113.50', '64:ff9b::cb00:7132'],
      '::1': ['::1', '[::1]:3000'],
    }
    for (const [address, texts] of Object.entries(spellings)) {
      for (const text of texts) assert.equal(readAddress(text), address, text)
    }
  })

  it('is none where there is none', () => {
    const texts = [
      ...['', ' ', 'unknown', '_hidden', 'localhost', 'app.example.com:80', '203.0.113', '203.0.113.256'],
      ...['010.0.0.1', '1.2.3.4.5', '0x7f.0.0.1', '2130706433', '203.0.113.50:400000', '203.0.113.50:x'],
      ...['203.0.113.50%eth0', '[2001:db8::1', '2001:db8::1]', '[[::1]]', '[::1]x', ':::', '::1::', '%eth0'],
      ...[
        '203.0.113.50, 10.0.0.1',
        '203.0.113.50\u00a0',
        '２０３.0.113.50',
        'x'.repeat(300),
        `::1%${'x'.repeat(300)}`,
      ],
    ]
    for (const text of texts) assert.equal(readAddress(text), null, text)
  })

  it('is one, or none, of any text, and then the same again', () => {
    const any = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 200 }),
      fc.ipV4(),
      fc.ipV4Extended(),
      fc.ipV6(),
    )
    const around = fc.constantFrom('', '[', ']', ':1', ']:80', '%a', '%', '::ffff:')
    fc.assert(
      fc.property(around, any, around, (before, text, after) => {
        const found = readAddress(before + text + after)
        assert.ok(found === null || (isIP(found) > 0 && readAddress(found) === found))
      }),
      { numRuns: 10_000 },
    )
  })
})
