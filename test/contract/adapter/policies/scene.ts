import assert from 'node:assert/strict'
import type { App } from '../../../support/app.js'

export const organization = (id: string) => `/admin/policies/organizations/${encodeURIComponent(id)}`

type Member = Awaited<ReturnType<App['signedIn']>>

interface Context extends Omit<App, 'client'> {
  readonly administrator: Member['user']
  /** Of the organisation's policy. */
  readonly path: string
  readonly client: Member
  set(policy: object): Promise<void>
}

export type PolicyScene = ReturnType<typeof policyScene>

/** A member of an organization whose policy changes. */
export function policyScene(app: () => App) {
  const setting = async (policy: object, work: (context: Context) => Promise<void>) => {
    const { user, signedIn } = app()
    const administrator = await user({ admin: true })
    const id = `organization-${Math.random()}`
    const client = await signedIn(await user({ organizationId: id }))
    const set = async (wanted: object) => {
      const admin = await signedIn(administrator)
      assert.equal((await admin.put(organization(id), wanted)).status, 200)
    }
    await set(policy)
    await work({ ...app(), path: organization(id), administrator, client, set })
  }

  return { setting }
}
