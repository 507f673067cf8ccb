import assert from 'node:assert/strict'
import { describe, it } from 'mocha'
import { accountPages } from '../../../../src/pages/account-pages.js'
import type { Framework } from '../../../support/host.js'
import type { PageClient, PageView } from '../../../support/page-client.js'
import { pageClient } from '../../../support/page-client.js'
import { noteSecret } from '../../../support/secrets.js'
import { appFor } from '../../../support/suite.js'

const list = '/auth/account/api-keys'

/** Secrets that are made on a page and shown on the next one, once. */
export function shownOnceContract(framework: Framework): void {
  describe('a secret that was made on a page', () => {
    const app = appFor(framework, {
      pages: accountPages({
        productName: 'Acme Cloud',
        example: ({ kind }) => (kind === 'token' ? { HTTPie: 'http -A bearer -a {secret} :' } : null),
      }),
    })
    const signedIn = async (): Promise<PageClient> => pageClient(app(), await app().signedIn())

    /** Makes a key; answers where its secret waits. */
    async function make(pages: PageClient, name = 'ci-deploy'): Promise<string> {
      const answer = await pages.submit(await pages.get(`${list}/new`), 'Add Key', { name })
      assert.deepEqual([answer.status, answer.html], [303, ''])
      assert.match(answer.location ?? '', /^\/auth\/account\/api-keys\?made=[\da-f-]{36}$/)
      return answer.location ?? ''
    }

    function secretIn({ html }: PageView): string | null {
      const secret = /kwk_\w{36}/.exec(html)?.[0] ?? null
      if (secret !== null) noteSecret(secret)
      return secret
    }

    it('is shown by the page that its form leads to, with what it is and how it is used', async () => {
      const pages = await signedIn()
      const shown = await pages.get(await make(pages))
      const key = secretIn(shown)
      assert.ok(key)
      assert.equal((await app().client().get('/api/hello', { bearer: key })).status, 200)
      assert.match(shown.text, /Copy your API key now\. You won’t be able to see it again once you leave/)
      assert.match(shown.text, /ci-deploy .*All scopes.*curl JavaScript Python/)
      assert.match(shown.html, /data-before="ACME_CLOUD_API_KEY="/)
      assert.match(shown.text, /process\.env\.ACME_CLOUD_API_KEY/)
      assert.match(shown.html, /<span class="[^"]*kw-new">New<\/span>/)
    })

    it('is gone after a refresh, and after Back: the list is there, with a sentence', async () => {
      const pages = await signedIn()
      const where = await make(pages)
      assert.ok(secretIn(await pages.get(where)))
      for (let i = 0; i < 2; i++) {
        const again = await pages.get(where)
        assert.deepEqual([again.status, secretIn(again)], [200, null])
        assert.match(again.text, /“ci-deploy” is in the list\. Its key was shown once/)
      }
      assert.equal((await pages.client.get('/api-keys')).body.items.length, 1)
    })

    it('is shown to one of two who ask at once', async () => {
      const pages = await signedIn()
      const where = await make(pages)
      const found = await Promise.all(Array.from({ length: 6 }, async () => secretIn(await pages.get(where))))
      assert.equal(found.filter(Boolean).length, 1)
    })

    it('is not shown to another session of the same user, nor used up by it', async () => {
      const user = await app().user()
      const [one, other] = await Promise.all(
        [1, 2].map(async () => pageClient(app(), await app().signedIn(user))),
      )
      assert.ok(one && other)
      const where = await make(one)
      assert.equal(secretIn(await other.get(where)), null)
      assert.equal(secretIn(await (await signedIn()).get(where)), null)
      assert.ok(secretIn(await one.get(where)))
    })

    it('is not shown after two minutes', async () => {
      const pages = await signedIn()
      const [late, inTime] = [await make(pages, 'late'), await make(pages, 'in time')]
      app().clock.advance({ seconds: 119 })
      const t = await pages.get(inTime)
      assert.ok(secretIn(t))
      app().clock.advance({ seconds: 1 })
      assert.equal(secretIn(await pages.get(late)), null)
    })

    it('is not shown after a sign-out, whoever signs in next', async () => {
      const user = await app().user()
      const pages = pageClient(app(), await app().signedIn(user))
      const where = await make(pages)
      await pages.client.delete('/session')
      assert.match((await pages.get(where)).location ?? '', /sign-in/)
      const next = pageClient(app(), await app().signedIn(user))
      assert.equal(secretIn(await next.get(where)), null)
    })

    it('is not shown to a stolen cookie that a proof has superseded', async () => {
      const pages = await signedIn()
      const thief = pageClient(app(), app().client())
      thief.client.cookies.set('keyward', pages.client.cookies.get('keyward') ?? '')
      const { password } = app()
      assert.equal((await pages.client.post('/session/reauthentication', { password })).status, 200)
      const where = await make(pages)
      const stolen = await thief.get(where)
      assert.deepEqual([stolen.status, secretIn(stolen)], [200, null])
      assert.ok(secretIn(await pages.get(where)))
    })

    it('stands in no address, no cookie and no event, and is stored sealed', async () => {
      const pages = await signedIn()
      const where = await make(pages)
      const stored = (await app().database.dump()).keyward_waiting_secret ?? []
      const key = secretIn(await pages.get(where))
      assert.ok(key)
      assert.ok(stored.length > 0)
      const everything = [where, [...pages.client.cookies.values()], app().events, stored]
      assert.ok(!JSON.stringify(everything).includes(key.slice(4)))
    })

    it('says nothing of a key that is not one’s own, or was never made', async () => {
      const [pages, stranger] = [await signedIn(), await signedIn()]
      const where = await make(pages)
      for (const url of [where, `${list}?made=nothing`]) {
        const page = await stranger.get(url)
        assert.deepEqual([page.status, /shown once/.test(page.text)], [200, false])
      }
    })

    it('is used as the host says', async () => {
      const pages = await signedIn()
      const page = await pages.get('/auth/account/tokens/new')
      const answer = await pages.submit(page, page.forms.at(-1)?.buttons[0] ?? '', {})
      const shown = await pages.follow(answer)
      const [token = ''] = /kwt_\w{36}/.exec(shown.html) ?? []
      noteSecret(token)
      assert.ok(shown.text.includes(`HTTPie http -A bearer -a ${token} :`))
    })
  })
}
