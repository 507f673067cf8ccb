import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import fc from 'fast-check'
import { describe, it } from 'mocha'
import { KeywardError } from '../../src/errors.js'
import { sshPermits } from '../../src/policy/ssh-key.js'
import { endMarker, entityTag, renderAuthorizedKeys, sshdFeatures } from '../../src/ssh/authorized-keys.js'
import type { AuthorizedKey } from '../../src/ssh/authorized-keys.js'
import { fingerprintText } from '../../src/ssh/fingerprint.js'
import { parsePublicKey } from '../../src/ssh/public-key.js'
import type { PublicKey } from '../../src/ssh/public-key.js'
import { leaveOut } from '../support/left-out.js'
import { keygenMissing, newKeys } from '../support/ssh-keys.js'

const modern = { expiryTime: true }
const old = { expiryTime: false }
const end = Date.UTC(2026, 1, 3, 4, 5, 6, 999)
const pasted = Object.values(newKeys).map((make) => make())
const id = '01890000-0000-7000-8000-000000000000'

function authorized(key: PublicKey, more: Partial<AuthorizedKey> = {}): AuthorizedKey {
  const { type, blob } = key
  return { id, type, blob, permit: ['pty'], from: [], expiresAt: null, ...more }
}

function linesOf(keys: readonly AuthorizedKey[], sshd = modern): readonly string[] {
  const text = renderAuthorizedKeys(keys, sshd)
  assert.equal(text.at(-1), '\n')
  const lines = text.slice(0, -1).split('\n')
  assert.equal(lines.pop(), endMarker)
  return lines
}

describe('renderAuthorizedKeys', () => {
  const key = parsePublicKey(pasted[0] ?? '')

  it('writes a range of IPv4 addresses as sshd matches it, however it was given', () => {
    for (const [given, written] of [
      ['::ffff:203.0.113.0/120', '203.0.113.0/24'],
      ['::FFFF:cb00:7107', '203.0.113.7'],
      ['0:0:0:0:0:ffff:203.0.113.7/128', '203.0.113.7'],
      ['::ffff:0:0/96', '0.0.0.0/0'],
      ['203.0.113.7/32', '203.0.113.7/32'],
      ['2001:DB8::/32', '2001:DB8::/32'],
      ['::/0', '::/0'],
    ] as const) {
      const [line = ''] = linesOf([authorized(key, { from: [given] })])
      assert.equal(/from="([^"]*)"/.exec(line)?.[1], written, given)
    }
  })

  it('writes a line of options, type, key and id, and the end', () => {
    assert.equal(
      renderAuthorizedKeys([authorized(key)], modern),
      `restrict,pty ${key.type} ${key.blob} keyward:${id}\n# keyward:end\n`,
    )
    assert.equal(renderAuthorizedKeys([], modern), '# keyward:end\n')
  })

  it('forbids first, and allows what is permitted, in an order of its own', () => {
    const [line = ''] = linesOf([authorized(key, { permit: ['user-rc', 'port-forwarding'] })])
    assert.match(line, /^restrict,port-forwarding,user-rc ssh-/)
    assert.match(linesOf([authorized(key, { permit: [] })])[0] ?? '', /^restrict ssh-/)
    const [all = ''] = linesOf([authorized(key, { permit: sshPermits })])
    assert.match(all, /^restrict,pty,port-forwarding,agent-forwarding,x11-forwarding,user-rc ssh-/)
  })

  it('writes the addresses from which the key may be used into its line', () => {
    const [line = ''] = linesOf([authorized(key, { from: ['10.0.0.0/8', '2001:db8::1'] })])
    assert.match(line, /^restrict,pty,from="10\.0\.0\.0\/8,2001:db8::1" ssh-/)
  })

  it('says until when, rounded down, only to an sshd that reads it', () => {
    const keys = [authorized(key, { expiresAt: end })]
    assert.match(linesOf(keys)[0] ?? '', /^restrict,pty,expiry-time="20260203040506Z" ssh-/)
    assert.match(linesOf(keys, old)[0] ?? '', /^restrict,pty ssh-/)
  })

  it('throws rather than write what was not parsed', () => {
    const bad: readonly Partial<AuthorizedKey>[] = [
      { type: 'ssh-rsa\nssh-ed25519' },
      { type: 'ssh-dss' },
      { blob: `${key.blob}\nssh-rsa AAAA` },
      { blob: '' },
      { id: 'a b' },
      { id: 'a\n' },
      { from: ['10.0.0.1"'] },
      { from: ['10.0.0.1\n'] },
      { from: ['*'] },
      { from: ['10.0.0.1,*'] },
    ]
    for (const more of bad) {
      assert.throws(
        () => renderAuthorizedKeys([authorized(key, more)], modern),
        TypeError,
        JSON.stringify(more),
      )
    }
  })

  it('writes one line for each key, which is read as the same key, whatever people typed beside it', () => {
    const typed = fc.string({ unit: 'binary', maxLength: 60 })
    const options = fc.record({
      permit: fc.subarray([...sshPermits]),
      from: fc.subarray(['10.0.0.0/8', '::1', '192.0.2.7', '2001:db8::/32']),
      expiresAt: fc.option(fc.integer({ min: 0, max: end })),
    })
    fc.assert(
      fc.property(fc.constantFrom(...pasted), typed, options, (text, comment, more) => {
        const taken = parsed(`${text} ${comment}`)
        if (!taken) return
        const lines = linesOf([authorized(taken, more), authorized(taken, more)])
        assert.equal(lines.length, 2)
        for (const line of lines) {
          assert.match(line, /^[\x20-\x7e]+$/)
          const [, type = '', blob = '', ...rest] = line.split(' ')
          assert.deepEqual(parsePublicKey(`${type} ${blob}`), taken)
          assert.deepEqual(rest, [`keyward:${id}`])
        }
      }),
      { numRuns: 2000 },
    )
  })

  it('writes what ssh-keygen reads as the same keys', function () {
    const reason = keygenMissing()
    if (reason !== null) return leaveOut(this, 'sshd', reason)
    const keys = pasted.map(parsePublicKey)
    const input = renderAuthorizedKeys(
      keys.map((key) => authorized(key, { from: ['10.0.0.0/8'], expiresAt: end })),
      modern,
    )
    const { stdout } = spawnSync('ssh-keygen', ['-lf', '-'], { input, encoding: 'utf8' })
    assert.deepEqual(
      stdout.match(/SHA256:\S+/g),
      keys.map(({ fingerprint }) => fingerprintText(fingerprint)),
    )
  })
})

describe('entityTag', () => {
  it('is strong, the same for the same text, another for another', () => {
    const [one, other] = [entityTag('a\n'), entityTag('b\n')]
    assert.match(one, /^"[0-9a-f]{32}"$/)
    assert.equal(entityTag('a\n'), one)
    assert.notEqual(one, other)
  })
})

describe('sshdFeatures', () => {
  it('knows expiry-time from 9.1 on, and believes nothing it does not understand', () => {
    for (const version of ['9.1', '9.2', '10.0', '12.1']) assert.equal(sshdFeatures(version).expiryTime, true)
    for (const version of ['9.0', '8.4', '7.9', '9', '', '9.2p1', ' 9.2', '9.2\n', '999.2', 'x', undefined]) {
      assert.equal(sshdFeatures(version).expiryTime, false, version)
    }
  })
})

function parsed(text: string): PublicKey | null {
  try {
    return parsePublicKey(text)
  } catch (error) {
    if (error instanceof KeywardError) return null
    throw error
  }
}
