import assert from 'node:assert/strict'
import { describe, it } from 'mocha'
import { organizationScope } from '../../src/policy/policy.js'
import type { TestClient } from '../support/client.js'
import { expressFramework } from '../support/express-host.js'
import { refused } from '../support/problems.js'
import { appFor } from '../support/suite.js'

const day = 86_400_000

describe('a security key demanded of users who have time to get one', () => {
  const app = appFor(expressFramework)

  /** Somebody whose organisation has demanded a factor for a year, with a grace period that is over, and a key since today. */
  async function member(organizationId: string): Promise<{ client: TestClient; username: string }> {
    const { store, clock, user, client } = app()
    const today = clock.now()
    const policy = { mfa: { enforceMfa: true, enforceSecurityKey: true, graceDays: 14 } }
    const switchedOn = { enforceMfa: today - 365 * day, enforceSecurityKey: today }
    const scope = organizationScope(organizationId)
    await store.commit([store.policies.put(scope, { policy, switchedOn }, { version: 0, at: today })])
    const { username } = await user({ organizationId, createdAt: today - 300 * day })
    return { client: client(), username }
  }

  it('does not let a stolen password in that a second factor kept out before', async () => {
    const { client, username } = await member('one')
    const { status, body } = await client.post('/session', { username, password: app().password })
    assert.deepEqual(
      [status, body.status, body.methods],
      [202, 'enrolment_required', ['security_key', 'totp']],
    )
    refused(await client.get('/api-keys'), 401, 'unauthenticated')
  })

  it('leaves them the choice of a factor until then', async () => {
    const { client, username } = await member('two')
    await client.post('/session', { username, password: app().password })
    assert.deepEqual((await client.get('/session')).body.methods, ['security_key', 'totp'])
    assert.equal((await client.post('/mfa/totp', {})).status, 201)
    app().clock.advance({ days: 14 })
    await client.post('/session', { username, password: app().password })
    assert.deepEqual((await client.get('/session')).body.methods, ['security_key'])
    refused(await client.post('/mfa/totp', {}), 403, 'forbidden')
  })
})
