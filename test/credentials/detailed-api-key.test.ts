import assert from 'node:assert/strict'
import { describe, it } from 'mocha'
import { detailedApiKeys } from '../../src/credentials/detailed-api-key.js'
import type { Policy } from '../../src/policy/policy.js'
import { defaultPolicy } from '../../src/policy/policy.js'
import type { ApiKeyRow } from '../../src/store/api-key.js'
import { dayMs, rfc3339 } from '../../src/time.js'
import { anApiKey, now } from '../contract/store/rows.js'

const owner = { kind: 'user', id: 'ada' } as const

/** What pages are told of a key, at a time and under a policy. */
async function detailsOf(row: ApiKeyRow, { at = now, policy = defaultPolicy } = {}) {
  let flushes = 0
  const core = {
    options: { now: () => at },
    store: { apiKeys: { byId: (_: string, id: string) => Promise.resolve(id === row.id ? row : null) } },
    usage: { flush: () => Promise.resolve(void flushes++) },
    policyFor: () => Promise.resolve(policy),
  } as unknown as Parameters<typeof detailedApiKeys>[0]
  const keys = detailedApiKeys(core)
  const user = owner as unknown as Parameters<typeof keys.get>[0]
  await assert.rejects(keys.get(user, 'another'), { code: 'not_found' })
  const found = await keys.get(user, row.id)
  assert.equal(flushes, 2)
  return found
}

describe('the details of an API key', () => {
  it('tell until when it would be good if it were renewed now', async () => {
    const renewed = async (lifetimeDays: number | null, policy?: Policy) =>
      (await detailsOf(anApiKey('ada', { lifetimeDays }), { at: now + dayMs, policy })).renewedUntil
    assert.equal(await renewed(30), rfc3339(now + 31 * dayMs))
    assert.equal(await renewed(null), null)
    const short = { ...defaultPolicy, apiKeys: { ...defaultPolicy.apiKeys, allowedDays: [7 as const] } }
    assert.equal(await renewed(30, short), rfc3339(now + 8 * dayMs))
  })

  it('tell when its secret was made, and until when the one before works', async () => {
    const before = { previousDigest: 'x', previousIssuedAt: now - dayMs, previousUntil: now + 1000 }
    const row = anApiKey('ada', { ...before, issuedAt: now - 5 })
    const found = await detailsOf(row)
    assert.deepEqual([found.issuedAt, found.formerUntil], [rfc3339(now - 5), rfc3339(now + 1000)])
    assert.equal((await detailsOf(row, { at: now + 999 })).formerUntil, rfc3339(now + 1000))
    for (const at of [now + 1000, now + 1001]) assert.equal((await detailsOf(row, { at })).formerUntil, null)
    assert.equal((await detailsOf(anApiKey('ada'))).formerUntil, null)
  })
})
