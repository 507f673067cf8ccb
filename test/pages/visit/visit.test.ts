import assert from 'node:assert/strict'
import { describe, it } from 'mocha'
import { resolvePages } from '../../../src/pages/site/option-schema.js'
import { formTokens } from '../../../src/pages/visit/form-token.js'
import { noForm } from '../../../src/pages/visit/form.js'
import { visitOf } from '../../../src/pages/visit/visit.js'
import { plainClient } from '../../support/plain-client.js'

describe('a visit', () => {
  const tokens = formTokens({ secrets: ['a secret of thirty-two bytes, or so'], now: Date.now })
  const visit = (path: string, route: string, query = {}) =>
    visitOf({
      ...{ theme: resolvePages({}).theme, tokens, route, path, query, form: noForm, principal: null },
      client: plainClient(),
      services: { options: { signInPath: '/auth/sign-in' } },
      param: () => '',
    })

  it('tells the mount from the path that was asked for', () => {
    for (const [path, route, base] of [
      ['/auth/sign-in', '/sign-in', '/auth'],
      ['/sign-in', '/sign-in', ''],
      ['/a/b/account/api-keys/x%2Fy/deletion', '/account/api-keys/:id/deletion', '/a/b'],
      ['http://app.example.com/auth/sign-in', '/sign-in', '/auth'],
    ] as const) {
      assert.equal(visit(path, route).url('/account'), `${base}/account`)
    }
  })

  it('makes no link to another host of a path that begins like one', () => {
    for (const path of [
      '//evil.example/auth/sign-in',
      '///evil.example/sign-in',
      '/\\evil.example/sign-in',
    ]) {
      const address = visit(path, '/sign-in').url('/account')
      assert.equal(new URL(address, 'https://app.example.com').host, 'app.example.com', path)
    }
  })

  it('remembers what was asked for, with the query', () => {
    const { currentUrl } = visit('/auth/account/tokens', '/account/tokens', { cursor: 'a b', twice: ['x'] })
    assert.equal(currentUrl, '/auth/account/tokens?cursor=a+b')
  })
})
