import assert from 'node:assert/strict'
import { it } from 'mocha'
import { enrolKey, touch } from '../../../support/factors.js'
import type { App } from '../../../support/app.js'
import type { PasskeyScene } from './scene.js'
import { path } from './scene.js'

/** What a passkey alone is enough for. */
export function acceptedPasskeyContract(app: () => App, { withPasskey }: PasskeyScene): void {
  it('signs in with the passkey alone, which counts as two factors', async () => {
    const { owner, device } = await withPasskey()
    const client = app().client()
    const options = await client.post(`${path}/options`)
    assert.deepEqual(
      [options.status, options.body.allowCredentials ?? [], options.body.userVerification],
      [200, [], 'required'],
    )
    const answer = await touch(client, path, { device })
    assert.deepEqual([answer.status, answer.body.status], [201, 'signed_in'])
    assert.deepEqual(answer.body.session.amr, ['hwk', 'user'])
    assert.equal(answer.body.user.id, owner.user.id)
    assert.deepEqual([...client.cookies.keys()], ['keyward'])
    assert.equal((await client.get('/api/mfa')).status, 200)
  })

  it('satisfies a policy that demands a security key', async () => {
    const admin = await app().admin()
    await enrolKey(admin)
    const { device } = await withPasskey()
    const policy = { mfa: { enforceSecurityKey: true } }
    assert.equal((await admin.put('/admin/policies/platform', policy)).status, 200)
    try {
      const answer = await touch(app().client(), path, { device })
      assert.deepEqual([answer.status, answer.body.status], [201, 'signed_in'])
    } finally {
      assert.equal((await admin.put('/admin/policies/platform', {})).status, 200)
    }
  })
}
