import assert from 'node:assert/strict'
import { afterEach, describe, it } from 'mocha'
import { expressFramework } from '../support/express-host.js'
import { appFor } from '../support/suite.js'

const platform = { kind: 'platform' } as const
const acme = { kind: 'organization', id: 'acme' } as const

describe('keyward.policies', () => {
  const app = appFor(expressFramework)
  afterEach(async () => {
    for (const level of [platform, acme]) await app().keyward.policies.replace(level, {})
  })

  it('sets what holds for users, at once; the app needs no factor of its own for it', async () => {
    const { keyward, user } = app()
    const { id } = await user({ organizationId: 'acme' })
    await keyward.policies.replace(acme, { mfa: { enforceSecurityKey: true } })
    const { policy, effective } = await keyward.policies.replace(platform, {
      tokens: { maxHours: 2, defaultHours: 1 },
    })
    assert.deepEqual(policy, { tokens: { maxHours: 2, defaultHours: 1 } })
    assert.equal(effective.mfa.enforceSecurityKey, false)
    const { mfa, tokens } = await keyward.policies.forUser(id)
    assert.deepEqual([mfa.enforceSecurityKey, tokens.maxHours], [true, 2])
  })

  it('a preview tells what a policy would end, and stores nothing', async () => {
    const { keyward, user } = app()
    const { id } = await user()
    await keyward.apiKeys.create(id, { name: 'ci', expiresInDays: 90 })
    app().clock.advance({ days: 8 })
    const { impact } = await keyward.policies.dryRun(platform, {
      apiKeys: { allowedDays: [7], defaultDays: 7 },
    })
    assert.equal(impact.apiKeys, 1)
    assert.deepEqual((await keyward.policies.get(platform)).policy, {})
  })

  it('names the organisations whose policy sets something, a page at a time', async () => {
    const { policies } = app().keyward
    const other = { kind: 'organization', id: 'acme-b' } as const
    for (const level of [acme, other]) await policies.replace(level, { mfa: { graceDays: 1 } })
    assert.deepEqual(await policies.organizations({ limit: 1 }), { rows: ['acme'], more: true })
    assert.deepEqual(await policies.organizations({ after: 'acme' }), { rows: ['acme-b'], more: false })
    await policies.replace(other, {})
    assert.deepEqual((await policies.organizations()).rows, ['acme'])
    for (const wrong of [{ limit: 101 }, { after: 'a\u0000b' }]) {
      await assert.rejects(policies.organizations(wrong), { code: 'invalid_input' })
    }
  })

  it('refuses another version than was seen, what contradicts itself, and what is none', async () => {
    const { policies } = app().keyward
    const { version } = await policies.replace(platform, {})
    await policies.replace(platform, {}, { ifVersion: version })
    await assert.rejects(policies.replace(platform, {}, { ifVersion: version }), {
      code: 'precondition_failed',
    })
    const wrong = [
      { apiKeys: { allowedDays: [7], defaultDays: 30 } },
      { tokens: { maxHours: 25 } },
      { mfa: null },
    ]
    for (const policy of wrong) {
      const given = policy as Parameters<typeof policies.replace>[1]
      await assert.rejects(policies.replace(platform, given), { code: 'invalid_input' })
      await assert.rejects(policies.dryRun(platform, given), { code: 'invalid_input' })
    }
    for (const id of ['', 'x'.repeat(65), 'a\u0000b']) {
      await assert.rejects(policies.get({ kind: 'organization', id }), { code: 'invalid_input' })
    }
  })

  it('takes what is undefined as not set', async () => {
    const { policies } = app().keyward
    const given = { mfa: { enforceMfa: undefined, graceDays: 3 }, tokens: undefined }
    const { policy, effective } = await policies.replace(platform, given)
    assert.deepEqual(policy, { mfa: { graceDays: 3 } })
    assert.equal(effective.mfa.enforceMfa, false)
  })
})
