import assert from 'node:assert/strict'
import { it } from 'mocha'
import type { UserRow } from '../../../../../src/index.js'
import { origin } from '../../../../support/app.js'
import { softwareAuthenticator } from '../../../../support/authenticator.js'
import { enrolApp, enrolKey, touch } from '../../../../support/factors.js'
import type { PageClient, PageView } from '../../../../support/page-client.js'
import { pageClient } from '../../../../support/page-client.js'
import type { App } from '../../../../support/app.js'
import type { TwoStepScene } from './scene.js'

/** The pages on the way to a factor that the policy demands. */
export function demandedFactorPagesContract(
  app: () => App,
  { signedIn, setupOf, codesOf, begin }: TwoStepScene,
): void {
  const browser = (): PageClient => pageClient(app(), app().client())

  const enter = async ({ username }: UserRow, password = app().password): Promise<[PageClient, PageView]> => {
    const pages = browser()
    return [pages, await pages.submit(await pages.get('/auth/sign-in'), 'Sign in', { username, password })]
  }

  /** An organisation whose policy can be set. */
  async function organization() {
    const organizationId = `organization-${String(Math.random())}`
    const admin = await app().admin()
    await enrolApp(app(), admin)
    const { device } = await enrolKey(admin)
    return {
      member: () => app().user({ organizationId }),
      async demand(mfa: object) {
        await touch(admin, '/session/reauthentication/security-key', { device })
        const path = `/admin/policies/organizations/${organizationId}`
        assert.equal((await admin.put(path, { mfa })).status, 200)
      },
    }
  }

  async function demanding(mfa: object): Promise<UserRow> {
    const { member, demand } = await organization()
    await demand(mfa)
    return member()
  }

  it('take a user whom the policy stops at the door straight to setting a factor up', async () => {
    const user = await demanding({ enforceMfa: true })
    const [pages, answer] = await enter(user)
    assert.equal(answer.location, '/auth/sign-in/enrol')
    const choice = await pages.follow(answer)
    assert.equal(choice.heading, 'Set up 2-Step Verification')
    const offer = await begin(pages, choice)
    const done = await pages.make(offer, 'Enable 2FA', { code: setupOf(offer).code() })
    assert.equal(done.heading, 'MFA setup successful')
    codesOf(done)
    assert.equal((await pages.get('/auth/account/api-keys')).status, 200)
  })

  it('offer only a security key where only that will do', async () => {
    const user = await demanding({ enforceSecurityKey: true })
    const [pages, answer] = await enter(user)
    const choice = await pages.follow(answer)
    assert.deepEqual(choice.forms, [])
    assert.match(choice.text, /requires a security key/)
    const form = await pages.get('/auth/sign-in/enrol/security-keys/new')
    const options = (await pages.client.post('/mfa/security-keys/options', {})).body
    const response = JSON.stringify(softwareAuthenticator().register(options as object, { origin }))
    const done = await pages.make(form, 'Add security key', { name: 'Desk', response })
    assert.equal(done.heading, 'MFA setup successful')
    codesOf(done)
    assert.equal((await pages.get('/auth/account/api-keys')).status, 200)
  })

  it('lead a session that the policy has overtaken to what is missing', async () => {
    const user = await demanding({ enforceMfa: true, graceDays: 1 })
    const pages = await signedIn(user)
    assert.match((await pages.get('/auth/account/two-step')).text, /requires a second step from 16 Jan 2026/)
    app().clock.advance({ hours: 11 })
    await pages.get('/auth/account/api-keys')
    app().clock.advance({ hours: 11 })
    await pages.get('/auth/account/api-keys')
    app().clock.advance({ hours: 3 })
    const answer = await pages.get('/auth/account/api-keys')
    assert.equal(answer.location, '/auth/account/two-step')
    const page = await pages.follow(answer)
    assert.match(page.text, /Set one up to go on/)
    const asked = await pages.submit(page, 'Use Authenticator')
    assert.equal(asked.heading, 'Confirm it’s you')
    const offer = await pages.follow(
      await pages.submit(asked, 'Confirm', { 'proof-password': app().password }),
    )
    codesOf(await pages.make(offer, 'Enable 2FA', { code: setupOf(offer).code() }))
    assert.equal((await pages.get('/auth/account/api-keys')).status, 200)
  })

  it('ask for the key that the policy demands where the session came in without it', async () => {
    const { member, demand } = await organization()
    const user = await member()
    const owner = await app().signedIn(user)
    const phone = await enrolApp(app(), owner)
    const { device } = await enrolKey(owner)
    const [pages] = await enter(user)
    const step = await pages.get('/auth/sign-in/second-step?method=totp')
    await pages.submit(step, 'Verify', { code: phone.code() })
    await demand({ enforceSecurityKey: true })
    const answer = await pages.get('/auth/account/api-keys')
    assert.equal(answer.location, '/auth/account/reauthentication?to=%2Fauth%2Faccount%2Fapi-keys')
    const asked = await pages.follow(answer)
    const options = (await pages.client.post('/session/reauthentication/security-key/options', {})).body
    const response = JSON.stringify(device.assert(options as object, { origin }))
    const wrong = await pages.submit(asked, 'Use passkey or security key', { 'proof-response': '{}' })
    assert.match(wrong.text, /didn’t answer as expected/)
    const proved = await pages.submit(wrong, 'Use passkey or security key', { 'proof-response': response })
    assert.equal(proved.location, '/auth/account/api-keys')
    assert.equal((await pages.follow(proved)).status, 200)
  })

  it('keep what the policy demands, and say why', async () => {
    const user = await demanding({ enforceMfa: true })
    const [pages, answer] = await enter(user)
    const offer = await begin(pages, await pages.follow(answer))
    codesOf(await pages.make(offer, 'Enable 2FA', { code: setupOf(offer).code() }))
    for (const [path, button] of [
      ['authenticator/removal', 'Remove Authenticator app'],
      ['off', 'Turn off 2-step Verification'],
    ] as const) {
      const asked = await pages.get(`/auth/account/two-step/${path}`)
      const refused = await pages.submit(asked, button)
      assert.equal(refused.status, 409)
      assert.match(refused.text, /Your organization requires this/)
    }
  })
}
