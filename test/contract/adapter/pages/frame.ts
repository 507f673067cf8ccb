import assert from 'node:assert/strict'
import { after, before, describe, it } from 'mocha'
import supertest from 'supertest'
import { accountPages } from '../../../../src/pages/account-pages.js'
import type { App } from '../../../support/app.js'
import { startApp } from '../../../support/app.js'
import type { Framework } from '../../../support/host.js'
import { pageClient } from '../../../support/page-client.js'
import { safeFrameContract } from './frame/safe.js'
import { frameLookContract } from './frame/look.js'
import { frameNavigationContract } from './frame/navigation.js'
import { frameShellContract } from './frame/shell.js'

export function framePagesContract(framework: Framework): void {
  for (const mounting of framework.mountings) {
    describe(`the pages mounted ${mounting.name}`, () => {
      let app: App
      before(async () => {
        app = await startApp(framework, { mounting, pages: accountPages() })
      })
      after(() => app.close())

      it('have addresses under the mount only, which all answer', async () => {
        const pages = pageClient(app, app.client())
        const { username } = await app.user()
        const page = await pages.get(`${mounting.path}/sign-in`)
        const answer = await pages.submit(page, 'Sign in', { username, password: app.password })
        const account = await pages.follow(answer)
        assert.equal(account.heading, 'Overview')
        const addresses = [...account.html.matchAll(/(?:href|src|action)="([^"#]+)"/g)].map(
          ([, at = '']) => at,
        )
        for (const address of new Set(addresses)) {
          if (address === '/' || address === 'data:,') continue
          assert.ok(address.startsWith(`${mounting.path}/`), address)
          if (address.endsWith('/sign-out')) continue
          assert.equal((await supertest(app.server).get(address).redirects(0)).status < 400, true, address)
        }
      })
    })
  }
  safeFrameContract(framework)
  frameLookContract(framework)
  frameNavigationContract(framework)
  frameShellContract(framework)
}
