import assert from 'node:assert/strict'
import { describe, it } from 'mocha'
import { expressFramework } from '../support/express-host.js'
import { refused, unauthenticated } from '../support/problems.js'
import { newPassword, noteSecret } from '../support/secrets.js'
import { appFor } from '../support/suite.js'

describe('keyward.users', () => {
  const app = appFor(expressFramework)

  it('lists all, newest first, a page at a time', async () => {
    const { keyward, user } = app()
    const made = [await user(), await user(), await user()].map(({ id }) => id).reverse()
    const first = await keyward.users.list({ limit: 2 })
    assert.deepEqual([first.rows.map(({ id }) => id), first.more], [made.slice(0, 2), true])
    const next = await keyward.users.list({ limit: 1, before: first.rows.at(-1)?.id })
    assert.deepEqual(
      next.rows.map(({ id }) => id),
      made.slice(2),
    )
    for (const page of [{ limit: 0 }, { limit: 101 }, { limit: 1.5 }, { before: '' }, { offset: 5 }]) {
      await assert.rejects(keyward.users.list(page), { code: 'invalid_input' })
    }
  })

  it('finds those who fit, in the order that is asked for', async () => {
    const { keyward, user } = app()
    const named = async (username: string) => (await user({ username, organizationId: 'found' })).username
    const all = [await named('finder-b'), await named('finder-c'), await named('finder-a')]
    const q = 'FINDER-'
    const names = async (asked: Parameters<typeof keyward.users.list>[0]) =>
      (await keyward.users.list(asked)).rows.map(({ username }) => username)
    assert.deepEqual(await names({ q }), all.toReversed())
    assert.deepEqual(await names({ organizationId: 'found', sort: 'username' }), all.toSorted())
    assert.deepEqual(await names({ q, status: 'disabled' }), [])
    const first = await keyward.users.list({ q, limit: 2, sort: 'username' })
    assert.deepEqual([first.total, first.preceding, first.more], [3, 0, true])
    assert.ok(first.last)
    const next = { q, sort: 'username', at: { ...first.last, side: 'after' } } as const
    assert.deepEqual(await names(next), ['finder-c'])
    for (const [field, wrong] of [
      ['before', { before: 'x', sort: 'username' }],
      ['at', { at: { side: 'after', value: 1, id: 'x' } }],
      ['status', { status: 'odd' }],
    ] as const) {
      const asked = wrong as Parameters<typeof keyward.users.list>[0]
      await assert.rejects(
        keyward.users.list(asked),
        ({ code, errors }: { code: string; errors: unknown }) => {
          return code === 'invalid_input' && JSON.stringify(errors).includes(`"${field}"`)
        },
      )
    }
  })

  it('changes what is given, by the rules of the routes; what is undefined is not given', async () => {
    const { keyward, user } = app()
    const { id } = await user({ displayName: 'Ada', organizationId: 'acme' })
    const change = {
      displayName: undefined,
      organizationId: 'elsewhere',
      admin: undefined,
      disabled: undefined,
    }
    await keyward.users.update(id, change)
    const { displayName, organizationId, admin, disabled } = await keyward.users.get(id)
    assert.deepEqual([displayName, organizationId, admin, disabled], ['Ada', 'elsewhere', false, false])
    for (const wrong of [
      { displayName: 'a\u0007' },
      { displayName: 'a'.repeat(201) },
      { organizationId: '' },
    ]) {
      await assert.rejects(keyward.users.update(id, wrong), { code: 'invalid_input' })
    }
    await assert.rejects(keyward.users.update('nobody', {}), { code: 'not_found' })
  })

  it('makes no user whom the routes would not make', async () => {
    const { users } = app().keyward
    const password = newPassword()
    for (const wrong of [{ displayName: 'a\u0007' }, { organizationId: 'x'.repeat(65) }, { password: '' }]) {
      const input = { username: 'well-named', password, ...wrong }
      await assert.rejects(users.create(input), { code: 'invalid_input' })
    }
  })

  it('makes up a password that is good for choosing another', async () => {
    const { keyward, user, client } = app()
    const { id, username } = await user()
    const { temporaryPassword, expiresAt } = await keyward.users.resetPassword(id)
    const password = temporaryPassword.reveal()
    noteSecret(password)
    assert.ok(Date.parse(expiresAt) > app().clock.now())
    const browser = client()
    assert.equal((await browser.post('/session', { username, password })).status, 201)
    refused(await browser.get('/api/hello'), 403, 'password_change_required')
  })

  it('ends sessions, and takes second factors away with a reason for the audit', async () => {
    const { keyward, signedIn, events } = app()
    const browser = await signedIn()
    const { id } = browser.user
    await keyward.users.endSessions(id)
    unauthenticated(await browser.get('/session'))
    await keyward.users.resetMfa(id, { reason: ' lost phone ' })
    assert.equal(events.findLast(({ type }) => type === 'mfa.reset')?.note, 'lost phone')
    await assert.rejects(keyward.users.resetMfa(id, { reason: ' ' }), { code: 'invalid_input' })
  })
})
