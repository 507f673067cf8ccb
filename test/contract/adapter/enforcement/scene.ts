import assert from 'node:assert/strict'
import type { UserRow } from '../../../../src/index.js'
import type { TestClient } from '../../../support/client.js'
import { enrolApp, enrolKey, passwordStep, touch } from '../../../support/factors.js'
import type { App } from '../../../support/app.js'

type Owner = TestClient & { readonly user: UserRow }

export type EnforcementScene = ReturnType<typeof enforcementScene>

/** Organizations whose policy demands a factor, and people who lack it. */
export function enforcementScene(app: () => App) {
  /** An organisation of its own, an administrator who has both factors, and a way to set its policy. */
  async function organization(): Promise<{
    readonly organizationId: string
    readonly admin: Owner
    demand(mfa: object, enforcement?: object): Promise<void>
    member(given?: Partial<UserRow>): Promise<UserRow>
  }> {
    const organizationId = `organization-${String(Math.random())}`
    const admin = await app().admin()
    await enrolApp(app(), admin)
    const { device } = await enrolKey(admin)
    return {
      organizationId,
      admin,
      async demand(mfa, enforcement = {}) {
        const path = `/admin/policies/organizations/${organizationId}`
        await touch(admin, '/session/reauthentication/security-key', { device })
        assert.equal((await admin.put(path, { mfa, enforcement })).status, 200)
      },
      member: (given = {}) => app().user({ organizationId, ...given }),
    }
  }

  const ticketFor = async (user: UserRow): Promise<TestClient> => {
    const { client, answer } = await passwordStep(app(), user)
    assert.deepEqual([answer.status, answer.body.status], [202, 'enrolment_required'])
    return client
  }

  return { organization, ticketFor }
}
