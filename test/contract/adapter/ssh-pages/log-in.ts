import assert from 'node:assert/strict'
import { describe, it } from 'mocha'
import { accountPages } from '../../../../src/pages/account-pages.js'
import type { UserRow } from '../../../../src/index.js'
import type { Framework } from '../../../support/host.js'
import { pageClient } from '../../../support/page-client.js'
import { newKeys } from '../../../support/ssh-keys.js'
import { appFor } from '../../../support/suite.js'
import { anSshHost } from '../../store/rows.js'

const path = '/auth/account/ssh-keys'
const noHosts = /You have not been given access to any host yet/

/** Where the pages say that a user may log in: nobody learns of hosts and accounts that are not theirs. */
export function logInAdviceContract(framework: Framework): void {
  describe('how to log in, on the page for SSH keys', () => {
    const app = appFor(framework, { pages: accountPages() })

    it('tells the hosts and accounts that a user is granted, and none that others are', async () => {
      const [alice, bob] = [await somebody('alice'), await somebody('bob')]
      await hosts({ 'web.example': ['web'], 'db.example': ['db'], 'both.example': ['web', 'db'], plain: [] })
      await granted([
        { group: 'web', userId: alice.id, account: 'deploy' },
        { group: 'db', userId: alice.id },
        { group: 'default', userId: bob.id },
      ])
      assert.deepEqual(await told(alice), [
        ...['deploy@both.example', 'alice@both.example'],
        ...['alice@db.example', 'deploy@web.example'],
      ])
      assert.deepEqual(await told(bob), ['bob@plain'])
      const stranger = await page(await somebody('carol'))
      assert.match(stranger.text, noHosts)
      assert.doesNotMatch(stranger.html, /\.example|deploy@|@plain/)
      assert.deepEqual(logins(stranger.html), ['carol@host'])
    })

    it('tells what a whole organisation is granted to its members alone, and what everyone is to everyone', async () => {
      const member = await somebody('member', 'acme')
      const [other, none] = [await somebody('other', 'other'), await somebody('none')]
      await hosts({ 'org.example': ['org'], 'open.example': ['open'] })
      await granted([
        { group: 'org', organizationId: 'acme', account: 'build' },
        { group: 'org', organizationId: 'acme' },
        { group: 'open', everyone: true, account: 'guests' },
      ])
      assert.deepEqual(await told(member), ['guests@open.example', 'build@org.example', 'member@org.example'])
      for (const user of [other, none]) assert.deepEqual(await told(user), ['guests@open.example'])
    })

    it('tells each account of a host once, and no host that is disabled', async () => {
      const user = await somebody('once')
      const [id] = await hosts({ 'off.example': ['pair'], 'on.example': ['pair', 'twin'] })
      await granted([
        { group: 'pair', userId: user.id },
        { group: 'twin', userId: user.id, account: 'once' },
      ])
      assert.deepEqual(await told(user), ['once@on.example', 'once@off.example'])
      const admin = await app().admin()
      assert.equal((await admin.patch(`/admin/hosts/${String(id)}`, { disabled: true })).status, 200)
      assert.deepEqual(await told(user), ['once@on.example'])
    })

    it('tells nothing of a grant that somebody wrote into the database, as sshd is told nothing of it', async () => {
      const [user, other] = [await somebody('mallory'), await somebody('victim')]
      await hosts({ 'vault.example': ['vault'] })
      await granted([{ group: 'vault', userId: other.id, account: 'keeper' }])
      const { store } = app()
      const { grants, version } = await store.sshGrants.read()
      const forged = grants.flatMap((grant) => [
        { ...grant, userId: user.id },
        { ...grant, id: `${grant.id}x`, position: 1, userId: null, everyone: true },
      ])
      assert.equal(await store.commit([store.sshGrants.replace(forged, version)]), true)
      for (const one of [user, other]) {
        const shown = await page(one)
        assert.match(shown.text, noHosts)
        assert.doesNotMatch(shown.html, /vault|keeper/)
      }
    })

    it('gives nobody an account by a name that no account has, or that is the system’s', async () => {
      await hosts({ 'name.example': ['name'] })
      await granted([{ group: 'name', everyone: true }])
      for (const name of [
        'Upper',
        'root',
        'postgres',
        'systemd-x',
        'a.b@example.org',
        'x'.repeat(33),
        '1st',
      ]) {
        const shown = await page(await somebody(name))
        assert.match(shown.text, noHosts, name)
        assert.deepEqual(logins(shown.html), ['username@host'], name)
      }
      assert.deepEqual(await told(await somebody('fitting_name-1')), ['fitting_name-1@name.example'])
    })

    it('leaves the name of a host that no command can hold out of the command, and says it as text', async () => {
      const user = await somebody('quoting')
      await hosts({ 'x; rm -rf ~ <b>': ['odd'], '-oProxyCommand=x': ['odd'] })
      await granted([{ group: 'odd', userId: user.id }])
      const shown = await page(user)
      assert.deepEqual(logins(shown.html), ['quoting@host', 'quoting@host'])
      assert.ok(shown.text.includes('x; rm -rf ~ <b>'))
      assert.ok(!shown.html.includes('<b>'))
    })

    it('tells twenty logins and that there are more, and says of no host beyond the thousand newest that it is not there', async () => {
      const [many, few] = [await somebody('many'), await somebody('few')]
      const names = (n: number, group: string) =>
        Object.fromEntries(Array.from({ length: n }, (_, i) => [`${group}-${String(i)}`, [group]]))
      await hosts(names(21, 'many'))
      await hosts({ 'few-last': ['few'] })
      await granted([
        { group: 'many', userId: many.id },
        { group: 'few', userId: few.id },
      ])
      const shown = await page(many)
      assert.equal(logins(shown.html).length, 20)
      assert.equal(logins(shown.html)[0], 'many@many-20')
      assert.match(shown.text, /These are the first 20 hosts that you can log in to/)
      assert.deepEqual(await told(few), ['few@few-last'])
      const { store } = app()
      const rows = Array.from({ length: 1000 }, () => anSshHost({ groups: ['nobody'] }))
      assert.equal(await store.commit(rows.map((row) => store.sshHosts.insert(row))), true)
      const cut = await page(few)
      assert.doesNotMatch(cut.text, noHosts)
      assert.deepEqual(logins(cut.html), ['few@host'])
      assert.doesNotMatch(cut.text, /These are the first/)
    })

    function somebody(username: string, organizationId: string | null = null): Promise<UserRow> {
      return app().user({ username, organizationId })
    }

    /** Makes hosts of these names in these groups, one after the other. */
    async function hosts(given: Readonly<Record<string, readonly string[]>>): Promise<readonly string[]> {
      const admin = await app().admin()
      const ids: string[] = []
      for (const [name, groups] of Object.entries(given)) {
        app().clock.advance({ ms: 1 })
        const { status, body } = await admin.post('/admin/hosts', { name, groups })
        assert.equal(status, 201, JSON.stringify(body))
        ids.push(body.id)
      }
      return ids
    }

    async function granted(items: readonly object[]): Promise<void> {
      assert.equal((await (await app().admin()).put('/admin/ssh-grants', { items })).status, 200)
    }

    async function page(user: UserRow) {
      const client = await app().signedIn(user)
      if ((await client.get('/ssh-keys')).body.total === 0) {
        const key = { name: 'laptop', publicKey: newKeys['ssh-ed25519'](), expiresInDays: null }
        assert.equal((await client.post('/ssh-keys', key)).status, 201)
      }
      return pageClient(app(), client).get(path)
    }

    async function told(user: UserRow): Promise<readonly string[]> {
      return logins((await page(user)).html)
    }
  })
}

/** The commands of a page, without what they begin with. */
function logins(html: string): readonly string[] {
  return [...html.matchAll(/value="ssh -i \/path\/to\/ssh\/private\/key ([^"]*)"/g)].map(([, to = '']) => to)
}
