import assert from 'node:assert/strict'
import type { UserRow } from '../../../../src/index.js'
import { organizationScope } from '../../../../src/policy/policy.js'
import type { TestClient } from '../../../support/client.js'
import { passwordStep, touch } from '../../../support/factors.js'
import { refused } from '../../../support/problems.js'
import type { App } from '../../../support/app.js'

export const deviceBound = { enforceSecurityKey: true, securityKeyKind: 'device-bound' } as const

export const renewal = '/session/reauthentication/security-key'

export type ProvedFactorsScene = ReturnType<typeof provedFactorsScene>

/** Members of an organization with keys of two kinds, let in and shut out. */
export function provedFactorsScene(app: () => App) {
  /** Somebody of an organisation of their own, which comes to demand something. */
  async function member() {
    const organizationId = `organization-${String(Math.random())}`
    const owner = await app().signedIn(await app().user({ organizationId }))
    return {
      owner,
      user: owner.user,
      async demand(mfa: object): Promise<void> {
        const { store, clock } = app()
        const scope = organizationScope(organizationId)
        const { version } = await store.policies.read(scope)
        const put = store.policies.put(
          scope,
          { policy: { mfa }, switchedOn: {} },
          { version, at: clock.now() },
        )
        assert.ok(await store.commit([put]))
      },
    }
  }

  const signInBy = async (user: UserRow, key: Parameters<typeof touch>[2]): Promise<TestClient> => {
    const { client } = await passwordStep(app(), user)
    assert.equal((await touch(client, '/session/security-key', key)).status, 201)
    return client
  }

  async function isShutOut(client: TestClient): Promise<void> {
    for (const path of ['/api-keys', '/api/hello']) refused(await client.get(path), 403, 'enrolment_required')
    assert.equal((await client.get('/session')).body.policy.satisfied, false)
  }

  async function isLetIn(client: TestClient): Promise<void> {
    for (const path of ['/api-keys', '/api/hello']) assert.equal((await client.get(path)).status, 200)
  }

  return { member, signInBy, isShutOut, isLetIn }
}
