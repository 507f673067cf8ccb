import assert from 'node:assert/strict'
import { describe, it } from 'mocha'
import type { UserRow, UserStore } from '../../../../src/index.js'
import type { Framework } from '../../../support/host.js'
import { refused } from '../../../support/problems.js'
import { newPassword } from '../../../support/secrets.js'
import { appFor } from '../../../support/suite.js'
import { linkScene } from './scene.js'

/** Links of users who stand in a table of the host's, which is written outside keyward's commits. */
export function linksOfHostsContract(framework: Framework): void {
  describe('one-time links over a host’s own users', () => {
    const { users, rows, written } = hostTable()
    const app = appFor(framework, { users })
    const { use, invitationFor, resetFor, signsIn } = linkScene(app)

    it('set the password in the host’s table', async () => {
      const wanted = newPassword()
      assert.equal((await use('invitation', await invitationFor({ id: '1' }), wanted)).status, 204)
      assert.equal(await signsIn({ username: 'ada' }, wanted), true)
      await assert.rejects(app().keyward.users.invite('1'), { code: 'conflict' })
    })

    it('one of many uses at once writes to it', async () => {
      const before = written.length
      const code = await resetFor({ id: '1' })
      const answers = await Promise.all(Array.from({ length: 4 }, () => use('password-reset', code)))
      assert.deepEqual(answers.map(({ status }) => status).sort(), [204, 401, 401, 401])
      assert.equal(written.length, before + 1)
    })

    it('are dead where the host disabled the user in its table', async () => {
      const code = await resetFor({ id: '2' })
      const row = rows.get('2')
      if (row) rows.set('2', { ...row, disabled: true })
      refused(await use('password-reset', code), 401, 'invalid_code')
    })
  })
}

function hostTable() {
  const named = (id: string, username: string): UserRow => ({
    ...{ id, username, displayName: null, organizationId: null, admin: false, disabled: false },
    ...{ passwordHash: null, createdAt: 0 },
  })
  const rows = new Map([named('1', 'ada'), named('2', 'bea')].map((row) => [row.id, row]))
  const written: string[] = []
  const users: UserStore = {
    byId: (id) => Promise.resolve(rows.get(id) ?? null),
    byUsername: (key) => Promise.resolve([...rows.values()].find(({ username }) => username === key) ?? null),
    list: () => Promise.resolve({ rows: [...rows.values()], more: false }),
    setPasswordHash(id, passwordHash) {
      written.push(id)
      const row = rows.get(id)
      if (row) rows.set(id, { ...row, passwordHash })
      return Promise.resolve()
    },
  }
  return { users, rows, written }
}
