import assert from 'node:assert/strict'
import { describe, it } from 'mocha'
import { pageClient } from '../../../support/page-client.js'
import type { App } from '../../../support/app.js'
import type { AdminPagesScene } from './scene.js'
import { root } from './scene.js'

const paths = ['users', 'service-accounts', 'policies', 'hosts', 'grants', 'credentials', 'activity']

/** Who sees the pages for administrators, and where. */
export function adminFrameContract(app: () => App, { administrator }: AdminPagesScene): void {
  describe('the pages for administrators', () => {
    it('are refused to others, who do not see them in the navigation', async () => {
      const pages = pageClient(app(), await app().signedIn())
      assert.ok(!(await pages.get('/auth/account/api-keys')).html.includes('/account/admin/'))
      for (const path of paths) {
        const refused = await pages.get(`${root}/${path}`)
        assert.deepEqual([refused.status, refused.heading], [403, 'Not allowed'])
      }
      const sent = await pages.send(`${root}/users`, { username: 'x' })
      assert.equal(sent.status, 403)
    })

    it('stand in a group of their own in the navigation', async () => {
      const pages = await administrator()
      const { html } = await pages.get('/auth/account/api-keys')
      const [, group = ''] = /Administration<\/p>(.*?)<\/nav>/s.exec(html) ?? []
      assert.deepEqual(
        [...group.matchAll(/href="\/auth\/account\/admin\/([^"]*)"/g)].map(([, path]) => path),
        ['users', 'service-accounts', 'policies', 'hosts', 'credentials', 'activity'],
      )
      for (const path of paths) assert.equal((await pages.get(`${root}/${path}`)).status, 200)
    })

    it('lead back to where they were when the session has ended', async () => {
      const pages = await administrator()
      const page = await pages.get(`${root}/hosts/new`)
      pages.client.cookies.clear()
      const { location } = await pages.submit(page, 'Add host', { name: 'x' })
      assert.equal(location, `/auth/sign-in?to=${encodeURIComponent(`${root}/hosts`)}`)
    })
  })
}
