import assert from 'node:assert/strict'
import { it } from 'mocha'
import { invalidToken, refused, unauthenticated } from '../../../support/problems.js'
import type { App } from '../../../support/app.js'
import type { BearerScene } from './scene.js'

/** What counts where a cookie or another scheme stands beside it. */
export function besideBearerContract(app: () => App, { hello, owned }: BearerScene): void {
  it('decides: the cookie beside it is not looked at', async () => {
    const { owner, key } = await owned()
    const answer = await owner.get('/api/hello', { bearer: key })
    assert.equal(answer.body.authInfo.credential.kind, 'api_key')
    invalidToken(await owner.get('/api/hello', { bearer: 'rubbish' }))
    invalidToken(await owner.get('/api/optional', { bearer: 'rubbish' }))
    refused(await owner.get('/api/hello', { headers: { Authorization: 'Bearer' } }), 400, 'invalid_request')
  })

  it('is none with another scheme, or with Basic while that is off: then the cookie counts', async () => {
    const { owner, key } = await owned()
    const basic = `Basic ${Buffer.from(`${key}:`).toString('base64')}`
    for (const Authorization of [
      basic,
      'Digest username="a"',
      key,
      `Token ${key}`,
      `Bearer,${key}`,
      'Negotiate x',
    ]) {
      unauthenticated(await hello({ Authorization }))
      assert.equal((await owner.get('/api/hello', { headers: { Authorization } })).status, 200)
    }
  })

  it('in X-API-Key is none while that is off', async () => {
    const { owner, key } = await owned()
    unauthenticated(await hello({ 'X-API-Key': key }))
    assert.equal((await owner.get('/api/hello', { headers: { 'X-API-Key': 'x' } })).status, 200)
    assert.equal((await hello({ 'X-API-Key': 'x', Authorization: `Bearer ${key}` })).status, 200)
  })

  it('GHSA-2vg6-77g8-24mp: does not outlive its owner', async () => {
    const administrator = await app().admin()
    const { owner, key, token } = await owned()
    assert.equal((await administrator.delete(`/admin/users/${owner.user.id}`)).status, 204)
    for (const bearer of [key, token]) invalidToken(await app().client().get('/api/hello', { bearer }))
    unauthenticated(await owner.get('/session'))
  })
}
