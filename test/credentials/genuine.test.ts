import assert from 'node:assert/strict'
import { after, before, describe, it } from 'mocha'
import { typeormStore } from '../../adapters/typeorm/index.js'
import { securityKeyTable } from '../../entities/security-key.js'
import { sshGrantTable } from '../../entities/ssh-grant.js'
import { sshKeyTable } from '../../entities/ssh-key.js'
import { newId } from '../../src/crypto/id.js'
import { organizationScope } from '../../src/policy/policy.js'
import type { Store } from '../../src/store.js'
import { aDigest } from '../contract/store/rows.js'
import { describeOnEach, migrated } from '../databases.js'
import type { Migrated } from '../databases.js'
import type { App } from '../support/app.js'
import { newConfiguredSecret, origin, startApp } from '../support/app.js'
import type { TestClient } from '../support/client.js'
import { expressFramework } from '../support/express-host.js'
import { enrolKey, passwordStep, touch } from '../support/factors.js'
import { koaFramework } from '../support/koa-host.js'
import { refused } from '../support/problems.js'
import { newKeys } from '../support/ssh-keys.js'

const nothing = '# keyward:end\n'
const aKey = newKeys['ssh-ed25519']
type Row = Record<string, unknown>
type TableName = 'ssh_key' | 'security_key' | 'ssh_grant'

/** What may change in a row without its becoming another one. */
const free: Readonly<Record<TableName, readonly string[]>> = {
  ssh_key: ['name', 'nameKey', 'nameFolded', 'lifetimeDays', 'lastOfferedAt', 'version'],
  security_key: [
    ...['name', 'nameKey', 'counter', 'transports', 'backedUp', 'suspect', 'lastUsedAt', 'version'],
  ],
  ssh_grant: [],
}

describeOnEach('a writer to the database', (database) => {
  for (const framework of [expressFramework, koaFramework]) {
    describe(framework.name, () => {
      let opened: Migrated
      let store: Store
      let app: App
      let host: string
      const secret = newConfiguredSecret()

      before(async () => {
        opened = await migrated(database)
        store = typeormStore(opened.dataSource)
        app = await startWith([secret])
        await app.keyward.sshGrants.replace([{ group: 'default', everyone: true }])
        host = (await (await app.admin()).post('/admin/hosts', { name: 'this' })).body.credential
      })
      after(async () => {
        await app.close()
        await opened.close()
      })

      const startWith = (secrets: readonly string[]): Promise<App> =>
        startApp(framework, { store, options: { secrets, passkeys: true } })
      const ask = async (account: string, fingerprint?: string, by = app): Promise<string> => {
        const query = fingerprint === undefined ? '' : `?fingerprint=${encodeURIComponent(fingerprint)}`
        const answer = await by.client().get(`/ssh/authorized_keys/${account}${query}`, { bearer: host })
        assert.equal(answer.status, 200)
        return answer.text
      }

      it('plants no SSH key, whatever else in the table it copies', async () => {
        const [victim, thief] = [await holder(), await holder()]
        const planted = { ...(await read('ssh_key', thief.id)), id: newId(Date.now()) }
        await remove('ssh_key', thief.id)
        const theirs = await read('ssh_key', victim.id)
        for (const { mac, keyId } of [
          planted,
          theirs,
          { mac: '', keyId: '' },
          { mac: aDigest(), keyId: 'x' },
        ] as Row[]) {
          const row = { ...planted, userId: victim.user.id, nameKey: aDigest(), mac, keyId }
          await insert('ssh_key', row)
          for (const account of [victim.user.username, thief.user.username]) {
            assert.equal(await ask(account, thief.fingerprint), nothing)
          }
          assert.equal(await ask(victim.user.username), victim.line + nothing)
          await remove('ssh_key', planted.id)
        }
      })

      it('changes no line: a value that decides makes it another row, in every column', async () => {
        const [owner, other] = [await holder(), await holder()]
        const kept = await read('ssh_key', owner.id)
        const others = await read('ssh_key', other.id)
        await remove('ssh_key', other.id)
        const changes: Row = {
          ...{ userId: other.user.id, type: 'ssh-rsa', bits: 8192, blob: others.blob },
          ...{ fingerprint: others.fingerprint, mac: others.mac, keyId: 'other', id: newId(Date.now()) },
          ...{ createdAt: Number(kept.createdAt) + 1, expiresAt: null },
        }
        assertComplete('ssh_key', Object.keys(sshKeyTable.columns), changes)
        for (const [column, value] of Object.entries(changes)) {
          const id = column === 'id' ? value : owner.id
          await change('ssh_key', owner.id, { [column]: value })
          const asked = [owner.fingerprint, other.fingerprint, undefined]
          for (const account of [owner.user.username, other.user.username]) {
            for (const one of asked) assert.equal(await ask(account, one), nothing, column)
          }
          await change('ssh_key', id, { [column]: kept[column] })
          assert.equal(await ask(owner.user.username, owner.fingerprint), owner.line + nothing, column)
        }
      })

      it('plants and changes no grant: a genuine key gets into no account by it, whatever column it is', async () => {
        const [owner, other] = [await holder(), await holder()]
        const ours = [
          { group: 'default', everyone: true },
          { group: 'default', userId: owner.user.id, account: 'deploy' },
        ] as const
        await app.keyward.sshGrants.replace(ours)
        const [everyone, one] = await app.keyward.sshGrants.list()
        const kept = await read('ssh_grant', one?.id)
        const others = await read('ssh_grant', everyone?.id)
        try {
          const changes: Row = {
            ...{ userId: other.user.id, organizationId: 'acme', everyone: true, position: 7 },
            ...{ group: 'web', account: 'root', permit: ['pty', 'agent-forwarding'], from: ['10.0.0.0/8'] },
            ...{ mac: others.mac, keyId: 'other', id: newId(Date.now()) },
          }
          assertComplete('ssh_grant', Object.keys(sshGrantTable.columns), changes)
          for (const [column, value] of Object.entries(changes)) {
            await change('ssh_grant', kept.id, { [column]: value })
            for (const account of ['deploy', 'root']) {
              for (const who of [owner, other])
                assert.equal(await ask(account, who.fingerprint), nothing, column)
              assert.equal(await ask(account), nothing, column)
            }
            await change('ssh_grant', column === 'id' ? value : kept.id, { [column]: kept[column] })
            assert.equal(await ask('deploy', owner.fingerprint), owner.line + nothing, column)
          }
          for (const { mac, keyId } of [kept, others, { mac: '', keyId: '' }] as Row[]) {
            const id = newId(Date.now())
            await insert('ssh_grant', { ...kept, id, account: 'root', mac, keyId })
            for (const fingerprint of [owner.fingerprint, undefined]) {
              assert.equal(await ask('root', fingerprint), nothing)
            }
            await remove('ssh_grant', id)
          }
        } finally {
          await app.keyward.sshGrants.replace([{ group: 'default', everyone: true }])
        }
      })

      it('has no administrator keep a planted grant by changing another, who is told of it once', async () => {
        const { user, fingerprint } = await holder()
        const [genuine] = await app.keyward.sshGrants.list()
        const planted = {
          ...(await read('ssh_grant', genuine?.id)),
          id: newId(Date.now()),
          position: 9,
          account: 'root',
        }
        await insert('ssh_grant', planted)
        for (let i = 0; i < 3; i++) assert.equal(await ask('root', fingerprint), nothing)
        const admin = await app.admin()
        const { items } = (await admin.get('/admin/ssh-grants')).body
        assert.deepEqual(
          (items as Row[]).map(({ id, altered }) => [id, altered]),
          [
            [genuine?.id, undefined],
            [planted.id, true],
          ],
        )
        const added = { group: 'web', userId: user.id }
        const kept = await admin.put('/admin/ssh-grants', { items: [...(items as Row[]), added] })
        assert.deepEqual(
          (kept.body.items as Row[]).map(({ group, altered }) => [group, altered]),
          [
            ['default', undefined],
            ['web', undefined],
          ],
        )
        await insert('ssh_grant', planted)
        await app.keyward.sshGrants.replace([...(await app.keyward.sshGrants.list()), added])
        assert.equal(
          (await app.keyward.sshGrants.list()).filter(({ account }) => account === 'root').length,
          0,
        )
        assert.equal(await ask('root', fingerprint), nothing)
        const events = (await admin.get('/admin/events?limit=100')).body.items as Row[]
        const told = events.filter(({ subject }) => (subject as Row | null)?.id === planted.id)
        assert.deepEqual(
          told.map(({ type, outcome, reason }) => [type, outcome, reason]),
          [['credential.refused', 'refused', 'altered']],
        )
      })

      it('is told of to the owner, once, who can see and delete what was changed', async () => {
        const { client, id, user, fingerprint } = await holder()
        await change('ssh_key', id, { expiresAt: null })
        for (let i = 0; i < 3; i++) {
          assert.equal(await ask(user.username, fingerprint), nothing)
          assert.equal(await ask(user.username), nothing)
          await client.get('/ssh-keys')
        }
        const [listed] = (await client.get('/ssh-keys')).body.items
        assert.deepEqual([listed.id, listed.altered], [id, true])
        const events = (await client.get('/events')).body.items as Row[]
        const told = events.filter(({ reason }) => reason === 'altered')
        assert.deepEqual(
          told.map(({ type, outcome, subject }) => [type, outcome, (subject as Row).id]),
          [['credential.refused', 'refused', id]],
        )
        assert.equal((await client.delete(`/ssh-keys/${id}`)).status, 204)
        assert.deepEqual((await client.get('/ssh-keys')).body.items, [])
      })

      it('is not seen in a key that its owner has renamed', async () => {
        const { client, id, user, line } = await holder()
        assert.equal((await client.patch(`/ssh-keys/${id}`, { name: 'renamed' })).body.altered, undefined)
        assert.equal(await ask(user.username), line + nothing)
      })

      it('plants and changes no security key: it signs nobody in, and proves nothing', async () => {
        const owner = await app.signedIn()
        const other = await app.signedIn()
        const { id, device } = await enrolKey(owner, { passkey: true, verifiesUser: true })
        const { id: second } = await enrolKey(owner)
        const theirs = await enrolKey(other, { passkey: true, verifiesUser: true })
        const kept = await read('security_key', id)
        const others = await read('security_key', theirs.id)
        await remove('security_key', theirs.id)
        const changes: Row = {
          ...{ userId: other.user.id, credentialId: others.credentialId, aaguid: 'a'.repeat(36) },
          ...{ credentialDigest: others.credentialDigest, publicKey: others.publicKey },
          ...{ backupEligible: !kept.backupEligible, attested: !kept.attested, passkey: !kept.passkey },
          ...{
            createdAt: Number(kept.createdAt) + 1,
            mac: others.mac,
            keyId: 'other',
            id: newId(Date.now()),
          },
        }
        assertComplete('security_key', Object.keys(securityKeyTable.columns), changes)
        for (const [column, value] of Object.entries(changes)) {
          const now = column === 'id' ? value : id
          await change('security_key', id, { [column]: value })
          for (const key of [device, theirs.device]) {
            const client = app.client()
            const answer = await touch(client, '/session/passkey', { device: key }).catch(() => null)
            assert.notEqual(answer?.status, 201, column)
          }
          const { client } = await passwordStep(app, owner.user)
          const options = await client.post('/session/security-key/options')
          assert.deepEqual(idsOf(options.body), [(await read('security_key', second)).credentialId], column)
          const response = device.assert({ ...options.body, allowCredentials: [] }, { origin })
          refused(await client.post('/session/security-key', { response }), 401, 'invalid_code')
          const proof = await owner.post('/session/reauthentication/security-key/options')
          assert.equal(idsOf(proof.body).length, 1, column)
          await change('security_key', now, { [column]: kept[column] })
        }
        assert.equal((await touch(app.client(), '/session/passkey', { device })).status, 201)
        const { securityKeys } = (await owner.get('/mfa')).body
        assert.deepEqual(
          (securityKeys as Row[]).map(({ suspect }) => suspect),
          [false, false],
        )
      })

      it('UPDATE … SET backup_eligible = 0: makes no synced passkey device-bound for sessions that live', async () => {
        const organizationId = `organization-${newId(Date.now())}`
        const owner = await app.signedIn(await app.user({ organizationId }))
        const { id, device } = await enrolKey(owner, { synced: true })
        const { client } = await passwordStep(app, owner.user)
        assert.equal((await touch(client, '/session/security-key', { device })).status, 201)
        const isLetIn = async (letIn: boolean): Promise<void> => {
          const answer = await client.get('/api/hello')
          if (letIn) assert.equal(answer.status, 200)
          else refused(answer, 403, 'enrolment_required')
          assert.equal((await client.get('/session')).body.policy.satisfied, letIn)
        }
        await demand(organizationId, { enforceSecurityKey: true, securityKeyKind: 'device-bound' })
        await isLetIn(false)
        await change('security_key', id, { backupEligible: false })
        await isLetIn(false)
        await demand(organizationId, { enforceMfa: true })
        await isLetIn(false)
        await change('security_key', id, { backupEligible: true })
        await isLetIn(true)
        await demand(organizationId, { enforceSecurityKey: true })
        await isLetIn(true)
        const told = ((await client.get('/events')).body.items as Row[]).filter(
          ({ reason }) => reason === 'altered',
        )
        assert.deepEqual(
          told.map(({ type, subject }) => [type, (subject as Row).id]),
          [['credential.refused', id]],
        )
      })

      it('UPDATE … SET attested = 1: gives an administrator no kind of key to demand of others', async () => {
        const admin = await app.admin()
        const { id, device } = await enrolKey(admin)
        const { client } = await passwordStep(app, admin.user)
        assert.equal((await touch(client, '/session/security-key', { device })).status, 201)
        const policy = { mfa: { enforceSecurityKey: true, securityKeyKind: 'attested' } }
        const path = `/admin/policies/organizations/${newId(Date.now())}`
        refused(await client.put(path, policy), 409, 'setter_not_compliant')
        await change('security_key', id, { attested: true })
        refused(await client.put(path, policy), 409, 'setter_not_compliant')
      })

      it('leaves a changed security key a factor, which its owner sees and can remove', async () => {
        const owner = await app.signedIn()
        const { id, recoveryCodes } = await enrolKey(owner)
        await change('security_key', id, { attested: true })
        const { client, answer } = await passwordStep(app, owner.user)
        assert.equal(answer.status, 202)
        refused(await client.post('/session/security-key/options'), 409, 'no_factor')
        const [code = ''] = recoveryCodes
        assert.equal((await client.post('/session/recovery-code', { code })).status, 201)
        assert.equal((await client.get('/mfa')).body.securityKeys[0].suspect, true)
        assert.equal((await client.delete(`/mfa/security-keys/${id}`)).status, 204)
      })

      it('gains nothing while secrets are changed, and keys stay good', async () => {
        const next = newConfiguredSecret()
        const owner = await holder()
        const key = await enrolKey(owner.client, { passkey: true, verifiesUser: true })
        const both = await startWith([next, secret])
        try {
          const passkey = () => touch(both.client(), '/session/passkey', key)
          const asked = () => ask(owner.user.username, owner.fingerprint, both)
          assert.equal((await passkey()).status, 201)
          assert.equal(await asked(), owner.line + nothing)
          await both.keyward.close()
          const [row, keyRow] = [await read('ssh_key', owner.id), await read('security_key', key.id)]
          const later = await startWith([next])
          try {
            const stored = await later.store.keyIds()
            assert.ok(stored.includes(String(row.keyId)))
            assert.equal(row.keyId, keyRow.keyId)
            const [grant] = await later.keyward.sshGrants.list()
            assert.equal((await read('ssh_grant', grant?.id)).keyId, row.keyId)
            const admin = await later.admin()
            const { body } = await admin.post('/admin/hosts', { name: 'later' })
            const path = `/ssh/authorized_keys/${owner.user.username}`
            const { text } = await later.client().get(path, { bearer: body.credential })
            assert.equal(text, owner.line + nothing)
            assert.equal((await touch(later.client(), '/session/passkey', key)).status, 201)
            const unused = await holder()
            const { text: none } = await later
              .client()
              .get(`/ssh/authorized_keys/${unused.user.username}`, { bearer: body.credential })
            assert.equal(none, nothing)
          } finally {
            await later.close()
          }
        } finally {
          await both.close()
        }
      })

      async function demand(organizationId: string, mfa: object): Promise<void> {
        const scope = organizationScope(organizationId)
        const { version } = await store.policies.read(scope)
        const put = store.policies.put(
          scope,
          { policy: { mfa }, switchedOn: {} },
          { version, at: app.clock.now() },
        )
        assert.ok(await store.commit([put]))
      }

      /** Somebody with an SSH key that ends. */
      async function holder() {
        const client: TestClient & { user: { id: string; username: string } } = await app.signedIn()
        const { status, body } = await client.post('/ssh-keys', {
          ...{ name: 'a', publicKey: aKey(), expiresInDays: 30 },
        })
        assert.deepEqual([status, body.altered], [201, undefined])
        const { id, fingerprint, publicKey } = body as Record<'id' | 'fingerprint' | 'publicKey', string>
        return {
          client,
          user: client.user,
          id,
          fingerprint,
          line: `restrict,pty ${publicKey} keyward:${id}\n`,
        }
      }

      function target(table: TableName) {
        const found = opened.dataSource.entityMetadatas.find(
          ({ tableName }) => tableName === `keyward_${table}`,
        )
        assert.ok(found)
        return opened.dataSource.getRepository(found.target)
      }

      async function read(table: TableName, id: unknown): Promise<Row> {
        const row = await target(table).findOneBy({ id })
        assert.ok(row)
        return { ...row }
      }

      async function change(table: TableName, id: unknown, changes: Row): Promise<void> {
        await target(table).createQueryBuilder().update().set(changes).where('id = :id', { id }).execute()
      }

      async function insert(table: TableName, row: Row): Promise<void> {
        await target(table).insert(row)
      }

      async function remove(table: TableName, id: unknown): Promise<void> {
        await target(table).delete({ id })
      }
    })
  }
})

function assertComplete(table: TableName, columns: readonly string[], changes: Row): void {
  assert.deepEqual([...Object.keys(changes), ...free[table]].toSorted(), columns.toSorted())
}

function idsOf(options: {
  readonly allowCredentials?: readonly { readonly id: string }[]
}): readonly string[] {
  return (options.allowCredentials ?? []).map(({ id }) => id)
}
