import assert from 'node:assert/strict'
import { describe, it } from 'mocha'
import { decideApiKey } from '../../src/credentials/api-key.js'
import { decideSession, endOfSession } from '../../src/credentials/session.js'
import { decideToken } from '../../src/credentials/token.js'
import { refused, redigestOf, refusalAt, earlier, validityOfSecret } from '../../src/credentials/verdict.js'
import { defaultPolicy } from '../../src/policy/policy.js'
import { dayMs, hourMs } from '../../src/time.js'

const row = {
  ...{
    id: 'id',
    userId: 'user',
    name: 'name',
    nameKey: 'name',
    nameFolded: 'name',
    digest: 'd',
    keyId: 'k',
    hint: 'h',
  },
  ...{
    previousDigest: null,
    previousUntil: null,
    previousIssuedAt: null,
    scopes: ['*'],
    lifetimeDays: 30,
    clientId: null,
  },
  ...{
    createdAt: 0,
    issuedAt: 0,
    lastUsedAt: null,
    lastUsedIp: null,
    disabled: false,
    conditions: null,
    metadata: null,
  },
}
const owner = {
  ...{ id: 'user', username: 'ada', displayName: null, organizationId: null, admin: false },
  ...{ disabled: false, passwordHash: null, createdAt: 0, kind: 'user' as const },
}
const off = { ...owner, disabled: true }

describe('decideApiKey', () => {
  const key = { ...row, expiresAt: 30 * dayMs }

  it('accepts a key until its end', () => {
    assert.equal(refusalAt(decideApiKey(key, owner, defaultPolicy), 30 * dayMs - 1), null)
    assert.equal(refusalAt(decideApiKey(key, owner, defaultPolicy), 30 * dayMs), 'expired')
    assert.equal(
      refusalAt(decideApiKey({ ...key, expiresAt: null }, owner, defaultPolicy), Number.MAX_SAFE_INTEGER),
      null,
    )
  })

  it('refuses a disabled key, and a key of a disabled owner', () => {
    assert.equal(refusalAt(decideApiKey({ ...key, disabled: true }, owner, defaultPolicy), 1), 'disabled')
    assert.equal(refusalAt(decideApiKey(key, off, defaultPolicy), 1), 'owner_disabled')
  })

  it('refuses a key that lives longer than the policy allows', () => {
    const apiKeys = { ...defaultPolicy.apiKeys, allowedDays: [7] as const, defaultDays: 7 as const }
    const strict = { ...defaultPolicy, apiKeys }
    assert.equal(refusalAt(decideApiKey({ ...key, expiresAt: null }, owner, strict), 7 * dayMs), 'expired')
    assert.equal(refusalAt(decideApiKey({ ...key, expiresAt: null }, owner, strict), 7 * dayMs - 1), null)
  })
})

describe('decideToken', () => {
  const token = { ...row, expiresAt: 2 * hourMs }

  it('accepts a token until its end, of an owner who is not disabled', () => {
    assert.equal(refusalAt(decideToken(token, owner, defaultPolicy), 2 * hourMs - 1), null)
    assert.equal(refusalAt(decideToken(token, owner, defaultPolicy), 2 * hourMs), 'expired')
    assert.equal(refusalAt(decideToken(token, off, defaultPolicy), 1), 'owner_disabled')
    const strict = { ...defaultPolicy, tokens: { ...defaultPolicy.tokens, maxHours: 1, defaultHours: 1 } }
    assert.equal(refusalAt(decideToken(token, owner, strict), hourMs), 'expired')
  })
})

describe('decideSession', () => {
  const options = { sessions: { idleHours: 12, absoluteDays: 7 } }
  const session = {
    ...row,
    ...{
      securityEpoch: 3,
      boundTo: null,
      previousProof: null,
      amr: ['pwd'],
      provedKeys: [],
      vouched: [],
      lastSeenAt: 0,
      expiresAt: 7 * dayMs,
      provedAt: 0,
      provedBy: 'pwd',
      ip: null,
      userAgent: null,
    },
  }
  const account = {
    userId: 'user',
    securityEpoch: 3,
    passwordChangedAt: null,
    temporaryUntil: null,
    lastSignInAt: null,
    webauthnHandle: null,
    codeFailures: 0,
  }
  const decide = (change: object, now: number, who: typeof owner = owner) =>
    refusalAt(decideSession({ row: { ...session, ...change }, owner: who, account }, options), now)

  it('accepts it until it was idle too long, or is too old', () => {
    assert.equal(decide({}, 12 * hourMs - 1), null)
    assert.equal(decide({}, 12 * hourMs), 'expired')
    assert.equal(decide({ lastSeenAt: 7 * dayMs - 1 }, 7 * dayMs - 1), null)
    assert.equal(decide({ lastSeenAt: 7 * dayMs - 1 }, 7 * dayMs), 'expired')
    assert.equal(endOfSession({ ...session, lastSeenAt: hourMs }, options), 13 * hourMs)
  })

  it('refuses one of an earlier epoch, or of a disabled owner', () => {
    assert.equal(decide({ securityEpoch: 2 }, 1), 'revoked')
    assert.equal(decide({ securityEpoch: 4 }, 1), 'revoked')
    assert.equal(decide({}, 1, off), 'owner_disabled')
  })
})

describe('validityOfSecret', () => {
  const presented = [{ digest: 'old', keyId: 'k' }]
  const refusal = (row: { digest: string; previousUntil: number | null }, now: number) =>
    refusalAt(validityOfSecret(row, presented), now)

  it('ends for the secret before the last re-issue when its overlap is over', () => {
    assert.equal(refusal({ digest: 'old', previousUntil: null }, 5), null)
    assert.equal(refusal({ digest: 'new', previousUntil: 10 }, 9), null)
    assert.equal(refusal({ digest: 'new', previousUntil: 10 }, 10), 'rotated')
    assert.equal(refusal({ digest: 'new', previousUntil: null }, 5), 'rotated')
  })
})

describe('earlier', () => {
  it('is the term that ends first', () => {
    const [expiring, rotated] = [
      { until: 10, reason: 'expired' },
      { until: 5, reason: 'rotated' },
    ] as const
    assert.equal(earlier(expiring, rotated), rotated)
    assert.equal(earlier(rotated, expiring), rotated)
    assert.equal(refusalAt(earlier(expiring, refused('disabled')), -1), 'disabled')
  })
})

describe('redigestOf', () => {
  const [newest, older] = [
    { digest: 'newest', keyId: '2' },
    { digest: 'older', keyId: '1' },
  ]

  it('moves a row to the newest secret, if it stands under an older one', () => {
    const from = { ...row, digest: 'older' }
    assert.deepEqual(redigestOf(from, [newest, older]), { from: 'older', ...newest })
    assert.equal(redigestOf({ ...row, digest: 'newest' }, [newest, older]), undefined)
    assert.equal(redigestOf({ ...row, digest: 'previous' }, [newest, older]), undefined)
    assert.equal(redigestOf(from, [older]), undefined)
  })
})
