import assert from 'node:assert/strict'
import { after, before, describe, it } from 'mocha'
import { passwords } from '../../../../src/credentials/password.js'
import type { UserRow, UserStore } from '../../../../src/index.js'
import type { App, AppSetup } from '../../../support/app.js'
import { startApp } from '../../../support/app.js'
import type { Framework } from '../../../support/host.js'
import { refused } from '../../../support/problems.js'
import { newPassword } from '../../../support/secrets.js'
import { stoppedTime } from '../../../support/stopped-time.js'

/** The throttle where the host has no proxy, or a user store of its own. */
export function throttledHostsContract(framework: Framework, setup: Pick<AppSetup, 'over'>): void {
  describe('the throttle of a host behind no proxy', () => {
    let app: App
    before(async () => {
      app = await startApp(framework, { ...setup, throttled: true })
    })
    after(() => app.close())

    it('CVE-2026-29794: does not believe headers about the address', async () => {
      const { username } = await app.user()
      for (let i = 0; i < 11; i++) {
        const ip = `192.0.2.${i}`
        const headers = {
          'X-Forwarded-For': ip,
          'X-Real-IP': ip,
          Forwarded: `for=${ip}`,
          'CF-Connecting-IP': ip,
        }
        const answer = await app.client().post('/session', { username, password: newPassword() }, { headers })
        assert.equal(answer.status, i < 10 ? 401 : 429)
      }
    })
  })

  describe('the throttle over a host’s store that finds one user by many names', () => {
    const users = looseUsers()
    let app: App
    before(async () => {
      app = await startApp(framework, { ...setup, users, throttled: true, proxy: true })
    })
    after(() => app.close())

    it('counts the failures of all names as those of the user', async () => {
      await users.add('zoe', app.password)
      const answers = []
      for (const username of ['zoe', 'zoé', 'zoe ', 'zöe', 'zoe  ', 'Zoè', 'ZOE', 'zoê', 'zoē ', 'zoĕ']) {
        answers.push(await app.client().post('/session', { username, password: newPassword() }))
      }
      assert.deepEqual(new Set(answers.map(({ status }) => status)), new Set([401]))
      for (const username of ['zoe', 'zoë', 'zoe   ']) {
        const answer = await app.client().post('/session', { username, password: app.password })
        refused(answer, 429, 'too_many_attempts')
      }
    })
  })

  describe('a host’s store that hangs for one name', () => {
    const hung: (() => void)[] = []
    const users = looseUsers()
    const hanging: UserStore = {
      ...users,
      byUsername: (name) =>
        name === 'slow' ? new Promise((resolve) => hung.push(() => resolve(null))) : users.byUsername(name),
    }
    let app: App
    before(async () => {
      app = await startApp(framework, { ...setup, users: hanging })
    })
    after(() => app.close())

    it('keeps nobody else from signing in', async () => {
      await users.add('ada', app.password)
      using _time = stoppedTime()
      const password = newPassword()
      const waiting = Array.from({ length: 40 }, () =>
        app.client().post('/session', { username: 'slow', password }),
      )
      const all = Promise.allSettled(waiting)
      try {
        while (hung.length < waiting.length) await new Promise(setImmediate)
        const answer = await app.client().post('/session', { username: 'ada', password: app.password })
        assert.equal(answer.status, 201)
      } finally {
        app.server.closeAllConnections()
        for (const go of hung.splice(0)) go()
        await all
      }
    })
  })
}

/** Users of a host whose database leaves out blanks at the end, accents and case. */
function looseUsers(): UserStore & { add(username: string, password: string): Promise<void> } {
  const rows = new Map<string, UserRow>()
  const folded = (name: string): string =>
    name.normalize('NFD').replace(/\p{M}/gu, '').trimEnd().toLowerCase()
  return {
    async add(username, password) {
      const passwordHash = await passwords().hash(password)
      const flags = { displayName: null, organizationId: null, admin: false, disabled: false, createdAt: 0 }
      rows.set(folded(username), { id: `id of ${username}`, username, passwordHash, ...flags })
    },
    byId: (id) => Promise.resolve([...rows.values()].find((row) => row.id === id) ?? null),
    byUsername: (name) => Promise.resolve(rows.get(folded(name)) ?? null),
    list: () => Promise.resolve({ rows: [...rows.values()], more: false }),
    setPasswordHash: () => Promise.resolve(),
  }
}
