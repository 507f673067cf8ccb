import assert from 'node:assert/strict'
import { beforeEach, describe, it } from 'mocha'
import type { Response } from 'supertest'
import type { Notice, Store } from '../../../../src/index.js'
import { StoreUnavailableError } from '../../../../src/index.js'
import type { Framework } from '../../../support/host.js'
import { refused, refusedFields } from '../../../support/problems.js'
import { newPassword } from '../../../support/secrets.js'
import { appFor } from '../../../support/suite.js'
import { until } from '../../../support/until.js'
import { linkScene } from './scene.js'

const from = (ip: string) => ({ headers: { 'X-Forwarded-For': ip } })
const withoutDate = ({ headers }: Response): object => ({ ...headers, date: null })

/** Asking for a link to another password. */
export function resetRequestsContract(framework: Framework): void {
  describe('POST /password-reset', () => {
    const told: Notice[] = []
    let hanging: Promise<void> | null = null
    let looked = 0
    let unreadable = ''
    /** As where the look-up of a user takes for ever, for one who exists, or their row can't be read. */
    const over = (store: Store): Store => {
      const byUsername = async (key: string) => {
        looked++
        if (hanging !== null) await hanging
        return store.users.byUsername(key)
      }
      const byId = (id: string) =>
        id === unreadable ? Promise.reject(new StoreUnavailableError()) : store.users.byId(id)
      return { ...store, users: { ...store.users, byId, byUsername } }
    }
    const perAddress = { failures: 30, minutes: 15 }
    const options = {
      ...{ passwordReset: true, notify: (notice: Notice) => void told.push(notice) },
      throttle: { perAddress },
    }
    const app = appFor(framework, { options, over, proxy: true })
    const { codeIn, use, uninvited, signsIn } = linkScene(app)
    let next = 0
    const ask = (username: unknown, ip = `198.51.100.${String(next++ % 250)}`) =>
      app().client().post('/password-reset', { username }, from(ip))
    const toldTo = ({ id }: { id: string }) => told.filter(({ user }) => user.id === id)
    /** Everything asked for before has been looked at once a later request was answered by a notice. */
    const settled = async (): Promise<void> => {
      const last = await app().user()
      await ask(last.username)
      await until('the users were told', () => toldTo(last).length === 1)
    }
    beforeEach(() => app().clock.advance({ hours: 2 }))

    it('has a link sent, good for an hour, that sets another password', async () => {
      const { user, clock, password } = app()
      const owner = await user()
      const answer = await ask(owner.username.toUpperCase(), '203.0.113.7')
      assert.deepEqual([answer.status, answer.text], [202, ''])
      await until('the users were told', () => toldTo(owner).length === 1)
      const [notice] = toldTo(owner)
      assert.equal(notice?.kind, 'password_reset.requested')
      const { url, expiresAt, ip } = notice.facts
      assert.equal(ip, '203.0.113.7')
      assert.ok(Math.abs(Date.parse(expiresAt) - clock.now() - 3_600_000) < 1000)
      const wanted = newPassword()
      assert.equal((await use('password-reset', codeIn(url), wanted)).status, 204)
      assert.deepEqual([await signsIn(owner, password), await signsIn(owner, wanted)], [false, true])
    })

    it('enumeration by answer: is the same to every name, and only who has a password is sent a link', async () => {
      const { user } = app()
      const others = [await user({ disabled: true }), await uninvited()]
      const names = [
        (await user()).username,
        ...others.map(({ username }) => username),
        'nobody-has-this',
        '💥',
      ]
      const answers = [await ask(names[0]), ...(await Promise.all(names.slice(1).map((name) => ask(name))))]
      for (const answer of answers) {
        assert.deepEqual([answer.status, answer.text], [202, ''])
        assert.deepEqual(withoutDate(answer), withoutDate(answers[0] ?? answer))
      }
      await settled()
      assert.deepEqual(others.flatMap(toldTo), [])
    })

    it('enumeration by time: the answer does not wait for the look-up, whoever the name is', async () => {
      const owner = await app().user()
      const before = looked
      let go: () => void = () => undefined
      hanging = new Promise((resolve) => (go = resolve))
      try {
        for (const name of [owner.username, 'nobody-has-this']) assert.equal((await ask(name)).status, 202)
        await until('the users were told', () => looked > before)
        // The first look-up hangs, and requests are answered still.
        assert.equal((await ask(owner.username)).status, 202)
        assert.deepEqual(toldTo(owner), [])
      } finally {
        hanging = null
        go()
      }
      await until('the users were told', () => toldTo(owner).length === 2)
    })

    it('a mailbox is not flooded: after 3 links in an hour there is none, and the answer is the same', async () => {
      const { user, clock, events } = app()
      const owner = await user()
      for (let i = 0; i < 5; i++) assert.equal((await ask(owner.username)).status, 202)
      await settled()
      assert.equal(toldTo(owner).length, 3)
      assert.ok(events.some(({ userId, reason }) => userId === owner.id && reason === 'too_many_attempts'))
      clock.advance({ minutes: 61 })
      await ask(owner.username)
      await until('the users were told', () => toldTo(owner).length === 4)
    })

    it('nobody is kept without a link for an hour by requests that the database could not carry out', async () => {
      const owner = await app().user()
      unreadable = owner.id
      for (let i = 0; i < 5; i++) assert.equal((await ask(owner.username)).status, 202)
      await settled()
      unreadable = ''
      await ask(owner.username)
      await until('the users were told', () => toldTo(owner).length === 1)
    })

    it('is refused after 10 requests for one name from one address in 15 minutes, known or not', async () => {
      const { user, client, clock, password } = app()
      const owner = await user()
      for (const name of [owner.username, 'nobody-has-that']) {
        for (let i = 0; i < 10; i++) assert.equal((await ask(name, '203.0.113.9')).status, 202)
        const answer = await ask(name.toUpperCase(), '203.0.113.9')
        refused(answer, 429, 'too_many_attempts')
        assert.ok(Number(answer.headers['retry-after']) > 0)
        assert.equal((await ask(name, '203.0.113.10')).status, 202)
      }
      // No sign-in is kept out by it.
      const { username } = owner
      const signIn = await client().post('/session', { username, password }, from('203.0.113.9'))
      assert.equal(signIn.status, 201)
      clock.advance({ minutes: 15 })
      assert.equal((await ask(username, '203.0.113.9')).status, 202)
    })

    it('a mail to everybody, name after name from one address: is refused, and nobody else is kept waiting', async () => {
      const owner = await app().user()
      const { failures } = perAddress
      for (let i = 0; i < failures; i++)
        assert.equal((await ask(`name-${String(i)}`, '203.0.113.11')).status, 202)
      const rows = async () => (await app().database.dump()).keyward_attempt?.length
      const before = await rows()
      for (const name of [owner.username, 'yet-another-name', 'name-0'])
        refused(await ask(name, '203.0.113.11'), 429, 'too_many_attempts')
      assert.equal(await rows(), before)
      assert.equal((await ask(owner.username, '203.0.113.12')).status, 202)
      await settled()
      assert.equal(toldTo(owner).length, 1)
    })

    it('is done by the same browser alone, and takes a name and nothing else', async () => {
      const { client } = app()
      const body = { username: 'nobody-has-this' }
      const foreign = { headers: { 'Sec-Fetch-Site': 'cross-site' } }
      refused(await client().post('/password-reset', body, foreign), 403, 'csrf')
      refusedFields(await ask(''), { username: 'required' })
      refusedFields(await ask(['a']), { username: 'wrong_type' })
      refusedFields(await client().post('/password-reset', { ...body, url: 'x' }), { url: 'unknown_field' })
    })

    it('an invitation is told as well, and shown to who made it', async () => {
      const invited = await uninvited()
      const { body } = await (await app().admin()).post(`/admin/users/${invited.id}/invitation`, {})
      await until('the users were told', () => toldTo(invited).length === 1)
      const [notice] = toldTo(invited)
      assert.equal(notice?.kind, 'invitation.created')
      assert.equal(codeIn(notice.facts.url), codeIn(body.url as string))
      assert.equal(notice.facts.expiresAt, body.expiresAt)
    })

    it('what was asked for is done before keyward is closed', async () => {
      const { user, keyward } = app()
      const owner = await user()
      await ask(owner.username)
      await keyward.close()
      const [event] =
        (await app().database.dump()).keyward_audit_event?.filter(
          ({ type, user_id }) => type === 'one_time_link.created' && user_id === owner.id,
        ) ?? []
      assert.ok(event)
    })
  })

  describe('POST /password-reset, where it is off', () => {
    const app = appFor(framework)

    it('is the host’s to answer', async () => {
      const answer = await app().client().post('/password-reset', { username: 'a' })
      assert.equal(answer.status, 404)
      assert.equal(answer.body?.code, undefined)
    })
  })
}
