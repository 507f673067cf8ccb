import assert from 'node:assert/strict'
import { describe, it } from 'mocha'
import { mint } from '../../../../src/crypto/secret.js'
import type { App } from '../../../support/app.js'
import { invalidToken } from '../../../support/problems.js'
import type { DeviceScene } from './scene.js'
import { asForm, deviceGrant, refusedByOAuth } from './scene.js'

export function deviceCollectionContract(app: () => App, { begin, poll, approve }: DeviceScene): void {
  const post = (parameters: Record<string, string>) =>
    app().client().post('/device/token', undefined, asForm(parameters))

  describe('POST /device/token (RFC 8628)', () => {
    it('section 3.5: answers a token once somebody said yes, exactly one of theirs', async () => {
      const { signedIn, client, clock } = app()
      const who = await signedIn()
      const device = await begin()
      refusedByOAuth(await poll(device), 'authorization_pending')
      await approve(who, device)
      const { status, body } = await poll(device)
      assert.equal(status, 200)
      assert.match(body.access_token, /^kwt_[0-9A-Za-z]{36}$/)
      assert.deepEqual(body, {
        access_token: body.access_token,
        token_type: 'Bearer',
        expires_in: 86_400,
        scope: 'reports:read',
      })
      const token = body.access_token as string
      assert.equal((await client().get('/api/reports', { bearer: token })).status, 200)
      const seen = (await client().get('/credential', { bearer: token })).body
      assert.deepEqual([seen.kind, seen.user.id, seen.scopes], ['token', who.user.id, ['reports:read']])
      const [listed] = (await who.get('/tokens')).body.items
      assert.deepEqual([listed.id, listed.name], [seen.id, 'Other CLI'])
      await client().post('/revoke', { token })
      invalidToken(await client().get('/api/reports', { bearer: token }))
      clock.advance({ ms: 1 })
    })

    it('begins the token’s life when it is collected', async () => {
      const { signedIn, clock } = app()
      const device = await begin()
      await approve(await signedIn(), device, { expiresInHours: 1 })
      clock.advance({ minutes: 9 })
      const { body } = await poll(device)
      assert.equal(body.expires_in, 3600)
      clock.advance({ minutes: 59, seconds: 59 })
      assert.equal((await app().client().get('/api/hello', { bearer: body.access_token })).status, 200)
      clock.advance({ seconds: 1 })
      invalidToken(await app().client().get('/api/hello', { bearer: body.access_token }))
    })

    it('answers expired_token for a code that was used, or whose time is over', async () => {
      const who = await app().signedIn()
      const [used, late, unanswered] = [await begin(), await begin(), await begin()]
      for (const device of [used, late]) await approve(who, device)
      assert.equal((await poll(used)).status, 200)
      refusedByOAuth(await poll(used), 'expired_token')
      app().clock.advance({ minutes: 10 })
      for (const device of [used, late, unanswered]) refusedByOAuth(await poll(device), 'expired_token')
    })

    it('of many that collect at once one gets a token', async () => {
      const who = await app().signedIn()
      const device = await begin()
      await approve(who, device)
      const answers = await Promise.all(Array.from({ length: 8 }, () => poll(device)))
      const [won, lost] = [
        answers.filter(({ status }) => status === 200),
        answers.filter(({ status }) => status !== 200),
      ]
      assert.equal(won.length, 1)
      for (const answer of lost) refusedByOAuth(answer, 'expired_token')
      assert.equal((await who.get('/tokens')).body.total, 1)
    })

    it('section 3.5: slow_down makes the interval 5 seconds longer, for good', async () => {
      const { clock } = app()
      const device = await begin()
      refusedByOAuth(await poll(device), 'authorization_pending')
      clock.advance({ seconds: 4 })
      refusedByOAuth(await poll(device), 'slow_down')
      clock.advance({ seconds: 9 })
      refusedByOAuth(await poll(device), 'slow_down')
      clock.advance({ seconds: 15 })
      refusedByOAuth(await poll(device), 'authorization_pending')
      clock.advance({ seconds: 14 })
      refusedByOAuth(await poll(device), 'slow_down')
      clock.advance({ seconds: 20 })
      refusedByOAuth(await poll(device), 'authorization_pending')
    })

    it('a device that asks without end is written down for a while only, and hears of a yes all the same', async () => {
      const { database } = app()
      const device = await begin()
      for (let i = 0; i < 40; i++) await poll(device)
      refusedByOAuth(await poll(device), 'slow_down')
      const rows = (await database.dump()).keyward_device_code ?? []
      assert.equal(Math.max(...rows.map((row) => Number(row.interval_seconds))), 120)
      await approve(await app().signedIn(), device)
      assert.equal((await poll(device)).status, 200)
    })

    it('answers invalid_client for another client’s code, or a client that nobody knows', async () => {
      const who = await app().signedIn()
      const device = await begin()
      await approve(who, device)
      refusedByOAuth(await poll(device, { client_id: 'acme-cli' }), 'invalid_client')
      refusedByOAuth(await poll(device, { client_id: 'nobody' }), 'invalid_client')
      assert.equal((await poll(device)).status, 200)
    })

    it('answers invalid_grant for what is no code, or nobody’s', async () => {
      const device = await begin()
      const { deviceCode } = device
      const other = deviceCode.endsWith('x') ? 'y' : 'x'
      for (const device_code of [
        ...['x', 'x'.repeat(1000), device.userCode, `${deviceCode.slice(0, -1)}${other}`, `${deviceCode} `],
        ...(['device', 'token', 'api_key', 'session'] as const).map((kind) => mint('kw', kind).reveal()),
      ]) {
        refusedByOAuth(await poll(device, { device_code }), 'invalid_grant')
      }
    })

    it('takes no code of a device for a credential, and revokes none', async () => {
      const who = await app().signedIn()
      const device = await begin()
      await approve(who, device)
      invalidToken(await app().client().get('/api/hello', { bearer: device.deviceCode }))
      assert.equal((await app().client().post('/revoke', { token: device.deviceCode })).status, 200)
      assert.equal((await poll(device)).status, 200)
    })

    it('answers unsupported_grant_type for any other grant, and invalid_request where something is missing', async () => {
      const device = await begin()
      for (const grant_type of ['password', 'device_code', 'client_credentials', `${deviceGrant}x`]) {
        refusedByOAuth(await post({ grant_type }), 'unsupported_grant_type')
        refusedByOAuth(await poll(device, { grant_type }), 'unsupported_grant_type')
      }
      refusedByOAuth(await post({ grant_type: deviceGrant, client_id: 'other-cli' }), 'invalid_request')
      refusedByOAuth(
        await post({ grant_type: deviceGrant, device_code: device.deviceCode }),
        'invalid_request',
      )
      refusedByOAuth(
        await post({ device_code: device.deviceCode, client_id: 'other-cli' }),
        'invalid_request',
      )
      refusedByOAuth(await poll(device, { device_code: '' }), 'invalid_request')
    })

    it('takes JSON as well, and no other media type', async () => {
      const { deviceCode, clientId } = await begin()
      const body = { grant_type: deviceGrant, device_code: deviceCode, client_id: clientId, more: true }
      refusedByOAuth(await app().client().post('/device/token', body), 'authorization_pending')
      const text = await app().client().post('/device/token', undefined, { raw: 'a=b', type: 'text/plain' })
      assert.equal(text.status, 415)
    })

    it('records what was refused, in few rows however often, and not that somebody has yet to answer', async () => {
      const { admin } = app()
      const who = await app().signedIn()
      const [waiting, used] = [await begin(), await begin()]
      await approve(who, used)
      await poll(used)
      for (let i = 0; i < 3; i++) {
        await poll(waiting)
        await poll(used)
        await poll(used, { client_id: 'acme-cli' })
        await poll(used, { device_code: mint('kw', 'device').reveal() })
      }
      const { items } = (await (await admin()).get('/admin/events?type=request.refused&limit=100')).body
      const reasons = new Set((items as { reason: string }[]).map(({ reason }) => reason))
      for (const reason of ['expired_token', 'invalid_client', 'invalid_grant'])
        assert.ok(reasons.has(reason), reason)
      for (const reason of ['authorization_pending', 'slow_down']) assert.ok(!reasons.has(reason), reason)
    })

    it('records whose device it is whose code another client brings, or none that there is', async () => {
      const who = await app().signedIn()
      const device = await begin()
      await approve(who, device)
      for (const client_id of ['acme-cli', 'nobody']) {
        refusedByOAuth(await poll(device, { client_id }), 'invalid_client')
      }
      const [approval] = (await who.get('/events?type=device.approved')).body.items
      const [refusal, ...others] = (await who.get('/events?type=request.refused')).body.items
      assert.deepEqual(
        [refusal.reason, refusal.subject, others.map(({ reason }: { reason: string }) => reason)],
        ['invalid_client', approval.subject, ['invalid_client']],
      )
      assert.equal(refusal.actor, null)
      assert.equal((await poll(device)).status, 200)
    })

    it('records the token as made by whoever said yes, from where the device is', async () => {
      const who = await app().signedIn()
      const device = await begin()
      await approve(who, device)
      await poll(device)
      const [made] = (await who.get('/events?type=token.created')).body.items
      assert.deepEqual(
        [made.actor.id, made.subject.name, made.outcome],
        [who.user.id, 'Other CLI', 'success'],
      )
    })
  })
}
