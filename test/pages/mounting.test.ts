import assert from 'node:assert/strict'
import { after, before, describe, it } from 'mocha'
import express from 'express'
import Koa from 'koa'
import type { RequestListener } from 'node:http'
import supertest from 'supertest'
import { forExpress } from '../../adapters/express.js'
import { forKoa } from '../../adapters/koa.js'
import { accountPages } from '../../src/pages/account-pages.js'
import type { App } from '../support/app.js'
import { startApp } from '../support/app.js'
import { expressFramework } from '../support/express-host.js'

describe('account pages, twice in one app', () => {
  let app: App
  before(async () => {
    app = await startApp(expressFramework)
  })
  after(() => app.close())

  const apps: Readonly<Record<string, () => RequestListener>> = {
    express() {
      const { router } = forExpress(app.keyward)
      return express()
        .use('/auth', router({ pages: accountPages() }))
        .use('/de/:tenant/auth', router({ pages: accountPages({ locale: () => 'de' }) }))
    },
    koa() {
      const { router } = forKoa(app.keyward)
      const twice = new Koa()
      twice.use(router({ prefix: '/auth', pages: accountPages() }))
      twice.use(router({ prefix: '/de/:tenant/auth', pages: accountPages({ locale: () => 'de' }) }))
      return twice.callback()
    },
  }

  for (const [name, host] of Object.entries(apps)) {
    it(`each keep to their own addresses and language in ${name}, whatever stands in the mount`, async () => {
      for (const [mount, heading] of [
        ['/auth', 'Sign in'],
        ['/de/acme/auth', 'Anmelden'],
        ['/de/%2F%2Fevil/auth', 'Anmelden'],
        ['/de/"><b>/auth', 'Anmelden'],
      ] as const) {
        const { text } = await supertest(host()).get(`${mount}/sign-in`)
        assert.ok(text.includes(`<h1>${heading}</h1>`), mount)
        const addresses = [...text.matchAll(/(?:href|src|action)="([^"#]+)"/g)].map(([, at = '']) => at)
        for (const address of addresses) {
          if (['/', 'data:,'].includes(address)) continue
          assert.ok(address.startsWith(new URL(mount, 'http://localhost').pathname), address)
        }
        const away = await supertest(host()).get(`${mount}/account/tokens`).redirects(0)
        assert.equal(away.status, 303)
        assert.match(String(away.headers.location), /^\/(auth|de)\//)
      }
    })
  }
})
