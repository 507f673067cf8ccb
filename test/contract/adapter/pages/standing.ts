import assert from 'node:assert/strict'
import { describe, it } from 'mocha'
import { accountPages } from '../../../../src/pages/account-pages.js'
import { dayMs } from '../../../../src/time.js'
import type { Store, UserRow } from '../../../../src/index.js'
import { enrolApp, enrolKey, passwordStep } from '../../../support/factors.js'
import type { Framework } from '../../../support/host.js'
import type { PageClient } from '../../../support/page-client.js'
import { pageClient } from '../../../support/page-client.js'
import { appFor } from '../../../support/suite.js'
import { anApiKey, anSshKey, room } from '../../store/rows.js'

/** What users are told of on every page of their account. */
export function standingPagesContract(framework: Framework): void {
  describe('what stands against an account', () => {
    const reads: string[] = []
    const app = appFor(framework, { pages: accountPages(), over: (store) => noting(store, reads) })
    const everywhere = ['/auth/account/tokens', '/auth/account/sessions', '/auth/account/activity']

    const inFront = async (user?: UserRow): Promise<PageClient> =>
      pageClient(app(), await app().signedIn(user))

    /** Somebody of an organisation that demands a factor in so many days. */
    async function demanded(mfa: object, days: number): Promise<UserRow> {
      const organizationId = `organization-${String(Math.random())}`
      const at = app().clock.now()
      const policy = { mfa: { ...mfa, graceDays: days } }
      const switchedOn = { enforceMfa: at, enforceSecurityKey: at }
      const { policies } = app().store
      await app().store.commit([
        policies.put(`organization:${organizationId}`, { policy, switchedOn }, { version: 0, at }),
      ])
      return app().user({ organizationId, createdAt: at })
    }

    /** A browser in which somebody signed in with a recovery code. */
    async function recovered(): Promise<{ readonly pages: PageClient; readonly user: UserRow }> {
      const owner = await app().signedIn()
      const { recoveryCodes } = await enrolApp(app(), owner)
      const { client } = await passwordStep(app(), owner.user)
      const answer = await client.post('/session/recovery-code', { code: recoveryCodes[0] })
      assert.equal(answer.status, 201)
      return { pages: pageClient(app(), client), user: owner.user }
    }

    it('is nothing for most, and then no page speaks of it', async () => {
      const pages = await inFront()
      for (const path of everywhere) assert.doesNotMatch((await pages.get(path)).html, /kw-standing/)
    })

    it('is told on every page: keys that end within 7 days, the first of them, and where to renew them', async () => {
      const user = await app().user()
      const pages = await inFront(user)
      const { store, clock } = app()
      const add = (days: number) =>
        store.commit([
          store.apiKeys.insert(
            anApiKey(user.id, { issuedAt: clock.now() - 30 * dayMs, expiresAt: clock.now() + days * dayMs }),
            room,
          ),
        ])
      await add(8)
      assert.doesNotMatch((await pages.get('/auth/account/tokens')).html, /kw-standing/)
      await add(3)
      for (const path of everywhere) {
        const { text, html } = await pages.get(path)
        assert.match(text, /One of your API keys expires on 18 Jan 2026\. Renew API keys/)
        assert.match(html, /href="\/auth\/account\/api-keys\?status=expiring&amp;sort=expires"/)
      }
      await add(1)
      assert.match(
        (await pages.get('/auth/account/tokens')).text,
        /2 of your API keys expire soon, the first on/,
      )
    })

    it('is a factor that the policy demands by a day, louder in the last three, and no more once it is there', async () => {
      const user = await demanded({ enforceMfa: true }, 14)
      const client = await app().signedIn(user)
      const pages = pageClient(app(), client)
      const early = await pages.get('/auth/account/tokens')
      assert.match(
        early.text,
        /Your organization will require 2-step verification on 29 Jan 2026\. Set it up now/,
      )
      assert.match(early.html, /kw-standing kw-attention/)
      const late = await inFront(await demanded({ enforceSecurityKey: true }, 3))
      const loud = await late.get('/auth/account/tokens')
      assert.match(
        loud.text,
        /will require a security key on .*After that you can’t use your account without it/,
      )
      assert.match(loud.html, /kw-standing kw-danger/)
      await enrolApp(app(), client)
      assert.doesNotMatch((await pages.get('/auth/account/tokens')).text, /will require/)
    })

    it('is read once for each page, also of those who have time left to meet a demand', async () => {
      const pages = await inFront(await demanded({ enforceMfa: true }, 14))
      for (const path of [...everywhere, '/auth/account']) {
        reads.length = 0
        assert.match((await pages.get(path)).text, /will require 2-step verification/)
        assert.deepEqual(reads.sort(), ['factors', 'standing'], path)
      }
    })

    it('is a sign-in with a recovery code, with the number that is left, until another factor was shown', async () => {
      const { pages } = await recovered()
      for (const path of everywhere) {
        const { text } = await pages.get(path)
        assert.match(text, /You signed in with a recovery code\. 9 left\. Lost your phone\? Set up a new one/)
      }
      await enrolApp(app(), pages.client)
      assert.doesNotMatch((await pages.get('/auth/account/tokens')).text, /with a recovery code\./)
    })

    it('is few recovery codes, but only for those who have 2-step verification', async () => {
      const owner = await app().signedIn()
      await enrolApp(app(), owner)
      const { store } = app()
      const pages = pageClient(app(), owner)
      assert.doesNotMatch((await pages.get('/auth/account/tokens')).html, /kw-standing/)
      await store.commit([store.recoveryCodes.replace(owner.user.id, [])])
      assert.match((await pages.get('/auth/account/tokens')).text, /You have no recovery codes left/)
      assert.doesNotMatch((await (await inFront()).get('/auth/account/tokens')).html, /kw-standing/)
    })

    it('shows the gravest two, and the rest behind one line', async () => {
      const owner = await app().signedIn()
      const { store, clock } = app()
      const { id } = await enrolKey(owner)
      const createdAt = clock.now() - 30 * dayMs
      const soon = { createdAt, expiresAt: clock.now() + dayMs }
      await store.commit([
        store.securityKeys.suspect(id),
        store.recoveryCodes.replace(owner.user.id, []),
        store.apiKeys.insert(anApiKey(owner.user.id, { ...soon, issuedAt: createdAt }), room),
        store.sshKeys.insert(anSshKey(owner.user.id, soon), 10),
      ])
      const { html, text } = await pageClient(app(), owner).get('/auth/account/tokens')
      assert.match(
        text,
        /One of your security keys is blocked.*You have no recovery codes left.*2 more things need your attention/,
      )
      const [shown = '', behind = ''] = html.split('<details class="kw-details kw-standing-more">')
      assert.equal(shown.match(/kw-banner kw-standing/g)?.length, 2)
      assert.match(behind, /API keys expires[\s\S]*SSH keys expires/)
    })
  })

  describe('what stands against an account where the host left sections out', () => {
    const app = appFor(framework, { pages: accountPages({ sections: { only: ['tokens', 'activity'] } }) })

    it('leads to no section that is not there', async () => {
      const user = await app().user()
      const { store, clock } = app()
      const soon = anApiKey(user.id, {
        issuedAt: clock.now() - 30 * dayMs,
        expiresAt: clock.now() + dayMs,
      })
      await store.commit([store.apiKeys.insert(soon, room)])
      const pages = pageClient(app(), await app().signedIn(user))
      assert.doesNotMatch((await pages.get('/auth/account/tokens')).html, /kw-standing|api-keys/)
    })
  })
}

/** A store that notes when it is asked what stands against a user, and which factors they have. */
function noting(store: Store, reads: string[]): Store {
  const { standing, factors } = store
  return {
    ...store,
    standing: { of: (userId, window) => (reads.push('standing'), standing.of(userId, window)) },
    factors: { ...factors, of: (userId) => (reads.push('factors'), factors.of(userId)) },
  }
}
