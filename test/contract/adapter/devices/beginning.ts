import assert from 'node:assert/strict'
import { describe, it } from 'mocha'
import type { App } from '../../../support/app.js'
import { origin } from '../../../support/app.js'
import { refused } from '../../../support/problems.js'
import type { DeviceScene } from './scene.js'
import { asForm, refusedByOAuth } from './scene.js'

const userCode = /^[BCDFGHJKLMNPQRSTVWXZ]{4}-[BCDFGHJKLMNPQRSTVWXZ]{4}$/

export function deviceBeginningContract(app: () => App, { begin }: DeviceScene): void {
  const post = (parameters: Record<string, string>) =>
    app().client().post('/device/code', undefined, asForm(parameters))

  describe('POST /device/code (RFC 8628)', () => {
    it('section 3.2: answers both codes, where to type one, for how long, and how often to ask', async () => {
      const { status, body, headers } = await post({ client_id: 'other-cli' })
      assert.equal(status, 200)
      assert.match(body.device_code, /^kwd_[0-9A-Za-z]{36}$/)
      assert.match(body.user_code, userCode)
      const place = `${origin}${app().mounting.path}/activate`
      assert.deepEqual(body, {
        device_code: body.device_code,
        user_code: body.user_code,
        verification_uri: place,
        verification_uri_complete: `${place}?user_code=${body.user_code}`,
        expires_in: 600,
        interval: 5,
      })
      assert.match(String(headers['content-type']), /^application\/json/)
      assert.equal(headers['access-control-allow-origin'], undefined)
    })

    it('takes JSON as well, and ignores parameters that it does not know', async () => {
      const answers = [
        await app()
          .client()
          .post('/device/code', { client_id: 'other-cli', scope: 'reports:read', more: [1] }),
        await post({ client_id: 'other-cli', client_secret: 'x', resource: 'y' }),
      ]
      for (const { status } of answers) assert.equal(status, 200)
    })

    it('RFC 6749, section 3.1: a parameter without a value is one that was not sent', async () => {
      assert.equal((await post({ client_id: 'other-cli', scope: '' })).status, 200)
      refusedByOAuth(await post({ client_id: '' }), 'invalid_request')
    })

    it('answers invalid_request where the client is not named, or named twice', async () => {
      refusedByOAuth(await post({ scope: 'reports:read' }), 'invalid_request')
      refusedByOAuth(await app().client().post('/device/code', {}), 'invalid_request')
      refusedByOAuth(await app().client().post('/device/code', { client_id: 1 }), 'invalid_request')
      const twice = {
        raw: 'client_id=other-cli&client_id=acme-cli',
        type: 'application/x-www-form-urlencoded',
      }
      refusedByOAuth(await app().client().post('/device/code', undefined, twice), 'invalid_request')
    })

    it('answers invalid_client for a client that the app does not name', async () => {
      for (const client_id of ['nobody', 'toString', '__proto__', 'OTHER-CLI']) {
        refusedByOAuth(await post({ client_id }), 'invalid_client')
      }
    })

    it('gives a client no scope that is not its own, nor one that does not exist', async () => {
      for (const scope of ['reports:write', 'reports:read reports:write', 'nope', '*', 'toString']) {
        refusedByOAuth(await post({ client_id: 'other-cli', scope }), 'invalid_scope')
      }
      refusedByOAuth(await post({ client_id: 'acme-cli', scope: 'nope' }), 'invalid_scope')
    })

    it('asks for scopes where the app gives the client none, and takes any then', async () => {
      for (const parameters of [{}, { scope: '' }, { scope: ' ' }] as Record<string, string>[]) {
        refusedByOAuth(await post({ client_id: 'acme-cli', ...parameters }), 'invalid_scope')
      }
      const { userCode: code } = await begin({
        client_id: 'acme-cli',
        scope: 'reports:write  reports:read reports:read',
      })
      const { body } = await (await app().signedIn()).get(`/device/${code}`)
      assert.deepEqual(body.scopes, ['reports:read', 'reports:write'])
    })

    it('lets an address begin 20 in 10 minutes, in whatever time, and no more', async () => {
      const answers = await Promise.all(Array.from({ length: 23 }, () => post({ client_id: 'other-cli' })))
      assert.deepEqual(answers.map(({ status }) => status).sort(), [
        ...Array<number>(20).fill(200),
        ...Array<number>(3).fill(429),
      ])
      const refusal = await post({ client_id: 'other-cli' })
      refused(refusal, 429, 'too_many_attempts')
      const wait = Number(refusal.headers['retry-after'])
      assert.ok(wait > 0 && wait <= 600, String(wait))
      app().clock.advance({ minutes: 10 })
      assert.equal((await post({ client_id: 'other-cli' })).status, 200)
    })

    it('counts no request that made no code', async () => {
      for (let i = 0; i < 25; i++) refusedByOAuth(await post({ client_id: 'nobody' }), 'invalid_client')
      assert.equal((await post({ client_id: 'other-cli' })).status, 200)
    })

    it('GET /device/code and GET /device/token are no user codes: 405, whoever asks', async () => {
      for (const client of [app().client(), await app().signedIn()]) {
        for (const path of ['/device/code', '/device/token']) {
          const answer = await client.get(path)
          refused(answer, 405, 'method_not_allowed')
          assert.equal(answer.headers.allow, 'POST')
        }
      }
    })
  })
}
