import assert from 'node:assert/strict'
import { it } from 'mocha'
import { setCookies } from '../../../support/client.js'
import type { App } from '../../../support/app.js'

/** A sign-in with the right password. */
export function acceptedSignInContract(app: () => App): void {
  it('answers 201 with the user and the session', async () => {
    const { password, user, client, clock } = app()
    const { id, username } = await user({ displayName: 'Grace Hopper', organizationId: 'acme' })
    const answer = await client().post(
      '/session',
      { username, password },
      { headers: { 'User-Agent': 'x'.repeat(300) } },
    )
    assert.equal(answer.status, 201)
    const { session, ...rest } = answer.body
    const shown = {
      id,
      username,
      displayName: 'Grace Hopper',
      organizationId: 'acme',
      admin: false,
      kind: 'user',
    }
    assert.deepEqual(rest, { status: 'signed_in', user: shown })
    const at = new Date(clock.now()).toISOString()
    assert.equal(typeof session.id, 'string')
    assert.match(session.ip, /127\.0\.0\.1$/)
    assert.deepEqual(
      { ...session, id: '', ip: '' },
      {
        id: '',
        createdAt: at,
        lastSeenAt: at,
        expiresAt: new Date(clock.now() + 12 * 3_600_000).toISOString(),
        ip: '',
        userAgent: 'x'.repeat(256),
        current: true,
        amr: ['pwd'],
      },
    )
  })

  it('sets a cookie that scripts and other sites do not get', async () => {
    const { password, user, client } = app()
    const { username } = await user()
    const lines = setCookies(await client().post('/session', { username, password }))
    assert.equal(lines.length, 1)
    const [pair = '', ...attributes] = lines[0]?.split('; ') ?? []
    assert.match(pair, /^keyward=kws_[0-9A-Za-z]{36}$/)
    assert.deepEqual(attributes.sort(), ['HttpOnly', 'Path=/', 'SameSite=Lax'])
  })

  it('knows the name whatever its case', async () => {
    const { password, user, client } = app()
    const { username } = await user()
    assert.equal(
      (await client().post('/session', { username: username.toUpperCase(), password })).status,
      201,
    )
  })
}
