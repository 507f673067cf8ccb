import assert from 'node:assert/strict'
import { describe, it } from 'mocha'
import { accountPages } from '../../../../src/pages/account-pages.js'
import { sectionNames } from '../../../../src/pages/site/own-page.js'
import type { App } from '../../../support/app.js'
import { startApp } from '../../../support/app.js'
import { enrolKey } from '../../../support/factors.js'
import type { Framework } from '../../../support/host.js'
import type { PageClient } from '../../../support/page-client.js'
import { pageClient } from '../../../support/page-client.js'
import { withIds } from './every-form.js'
import { newKeys } from '../../../support/ssh-keys.js'

/** What `sections: { only }` leaves out, nothing leads to: each section is left alone once, so that every pair of them is tried. */
export function hiddenSectionsContract(framework: Framework): void {
  describe('sections that the host has left out', () => {
    it('have no link, form or redirect that leads to them on any other page', async () => {
      const found: string[] = []
      for (const name of sectionNames) found.push(...(await strayLinks(framework, name)))
      assert.equal(found.join('\n'), '')
    }).timeout(120_000)

    it('leave grants an entry of their own where hosts are left out, and none where hosts lead to them', async () => {
      const entry = /<a href="\/auth\/account\/admin\/grants"[^>]* aria-current="page"/
      for (const [only, entered] of [
        [['admin/grants'], true],
        [['admin/hosts', 'admin/grants'], false],
      ] as const) {
        const app = await startApp(framework, { pages: accountPages({ sections: { only } }) })
        try {
          const page = await pageClient(app, await app.admin()).get('/auth/account/admin/grants/new')
          assert.equal(entry.test(page.html), entered, only.join(' '))
        } finally {
          await app.close()
        }
      }
    })

    it('are no place to send somebody who must change their password: the page says so', async () => {
      const pages = accountPages({ sections: { only: ['api-keys'] } })
      const app = await startApp(framework, { pages })
      try {
        const admin = await app.admin()
        const user = await app.user()
        const reset = await admin.post(`/admin/users/${user.id}/password`)
        const { temporaryPassword: password } = reset.body
        const client = app.client()
        await client.post('/session', { username: user.username, password })
        const page = await pageClient(app, client).get('/auth/account/api-keys')
        assert.deepEqual([page.status, page.location], [403, null], page.text)
      } finally {
        await app.close()
      }
    })
  })
}

async function strayLinks(framework: Framework, only: (typeof sectionNames)[number]): Promise<string[]> {
  const pages = accountPages({ sections: { only: [only] } })
  const app = await startApp(framework, { pages, options: { passkeys: true } })
  const hidden = sectionNames.filter((name) => name !== only).map((name) => `/auth/account/${name}`)
  const leadsAway = (link: string): boolean =>
    hidden.some(
      (path) => link === path || /^[/?#]/.test(link.startsWith(path) ? link.slice(path.length) : ''),
    )
  try {
    const found: string[] = []
    for (const { visitor, ids } of await visitors(app)) {
      for (const path of shownPages(app, pages)) {
        const { html, location } = await visitor.get(`/auth${withIds(path, ids)}`)
        const links = [...html.matchAll(/(?:href|action)="([^"]*)"/g)].map(([, link = '']) => link)
        const stray = [...links, location ?? ''].filter(leadsAway)
        found.push(...new Set(stray.map((link) => `with ${only} alone, ${path} leads to ${link}`)))
      }
    }
    return found
  } finally {
    await app.close()
  }
}

function shownPages({ keyward }: App, pages: ReturnType<typeof accountPages>): readonly string[] {
  return keyward.adapter
    .routes({ pages })
    .filter(
      ({ method, path }) => method === 'get' && /^\/account(\/|$)/.test(path) && !path.includes(':segment'),
    )
    .map(({ path }) => path)
}

interface Visitor {
  readonly visitor: PageClient
  readonly ids: ReadonlyMap<string, string>
}

/** An administrator with something of each kind and no factor, and somebody with nothing but a factor. */
async function visitors(app: App): Promise<readonly Visitor[]> {
  const admin = await app.admin()
  const holder = await app.signedIn()
  const key = await enrolKey(holder, { passkey: true, verifiesUser: true })
  const ids = await seed(app, pageClient(app, admin))
  return [
    { visitor: pageClient(app, admin), ids },
    {
      visitor: pageClient(app, holder),
      ids: new Map([
        ['/two-step/security-keys', key.id],
        ['/passkeys', key.id],
      ]),
    },
  ]
}

async function seed(app: App, { client }: PageClient): Promise<ReadonlyMap<string, string>> {
  const made = async (path: string, body: object) =>
    [path, (await client.post(path, body)).body.id as string] as const
  const user = await app.user({ organizationId: 'acme' })
  await client.put('/admin/ssh-grants', { items: [{ group: 'web', everyone: true, account: null }] })
  const [grant] = (await client.get('/admin/ssh-grants')).body.items
  const account = await made('/admin/service-accounts', { name: 'seeded' })
  const asked = { name: 'seeded', scopes: ['reports:read'] }
  const [, key] = await made(`${account[0]}/${account[1]}/api-keys`, asked)
  return new Map([
    await made('/api-keys', { name: 'seeded', expiresInDays: 1 }),
    await made('/tokens', { name: 'seeded' }),
    await made('/ssh-keys', { name: 'seeded', publicKey: newKeys['ssh-ed25519']() }),
    await made('/ssh-private-keys', { name: 'seeded', generate: 'ed25519' }),
    await made('/admin/hosts', { name: 'seeded' }),
    account,
    [`${account[0]}/api-keys`, key],
    ['/admin/credentials', key],
    ['/admin/users', user.id],
    ['/admin/grants', grant.id as string],
  ])
}
