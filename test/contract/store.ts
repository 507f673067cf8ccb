import assert from 'node:assert/strict'
import { after, before, describe, it } from 'mocha'
import type { DataSource } from 'typeorm'
import { typeormStore } from '../../adapters/typeorm/index.js'
import { newId } from '../../src/crypto/id.js'
import type { Store } from '../../src/store.js'
import { connect, migrated } from '../databases.js'
import type { Migrated, TestDatabase } from '../databases.js'
import { accountsContract } from './store/accounts.js'
import { apiKeysContract } from './store/api-keys.js'
import { attemptsContract } from './store/attempts.js'
import { auditContract } from './store/audit.js'
import { backlogContract } from './store/backlog.js'
import { canaryContract } from './store/canary.js'
import { challengesContract } from './store/challenges.js'
import { credentialsContract } from './store/credentials.js'
import { endedContract } from './store/ended.js'
import { factorsContract } from './store/factors.js'
import { deviceCodesContract } from './store/device-codes.js'
import { keyedRowsContract } from './store/keyed-rows.js'
import { oneTimeLinksContract } from './store/one-time-links.js'
import { ownListsContract } from './store/own-lists.js'
import { endingContract } from './store/ending.js'
import { knownDevicesContract } from './store/known-devices.js'
import { noticesContract } from './store/notices.js'
import { pendingSignInsContract } from './store/pending-sign-ins.js'
import { policiesContract } from './store/policies.js'
import { recoveryCodesContract } from './store/recovery-codes.js'
import {
  addUser,
  aList,
  aNotice,
  anApiKey,
  anSshGrant,
  anSshHost,
  anSshKey,
  aDevice,
  aOneTimeLink,
  aPendingSignIn,
  aRecoveryCode,
  aSealed,
  aSecurityKey,
  aSession,
  aSshPrivateKey,
  aToken,
  aTotp,
  aWaitingSecret,
  room,
} from './store/rows.js'
import { revisionContract } from './store/revision.js'
import { revokingContract } from './store/revoking.js'
import { securityKeysContract } from './store/security-keys.js'
import { serviceAccountsContract } from './store/service-accounts.js'
import { sessionsContract } from './store/sessions.js'
import { sshGrantsContract } from './store/ssh-grants.js'
import { sshHostsContract } from './store/ssh-hosts.js'
import { sshKeysContract } from './store/ssh-keys.js'
import { sshPrivateKeysContract } from './store/ssh-private-keys.js'
import { standingContract } from './store/standing.js'
import { tokensContract } from './store/tokens.js'
import { totpContract } from './store/totp.js'
import { userSearchContract } from './store/user-search.js'
import { usersContract } from './store/users.js'
import { waitingSecretsContract } from './store/waiting-secrets.js'

/** What every store must do, as tests on one database; `over` puts another store over it. */
export function storeContract(
  database: TestDatabase,
  over: (store: Store) => Store = (store) => store,
): void {
  let opened: Migrated
  let store: Store
  let underneath: Store
  const at = (): Store => store
  const others: { readonly store: Store; readonly dataSource: DataSource }[] = []

  before(async () => {
    opened = await migrated(database)
    underneath = typeormStore(opened.dataSource)
    store = over(underneath)
  })
  after(async () => {
    for (const { store, dataSource } of others) {
      await store.close()
      await dataSource.destroy()
    }
    await store.close()
    await opened.close()
  })

  /** A store of the same database that shares nothing else. */
  async function elsewhere(): Promise<Store> {
    const dataSource = await connect(opened.options)
    const other = typeormStore(dataSource)
    others.push({ store: other, dataSource })
    return other
  }

  usersContract(at)
  userSearchContract(at)
  accountsContract(at)
  sessionsContract(at)
  apiKeysContract(at)
  serviceAccountsContract(at)
  tokensContract(at)
  ownListsContract(at)
  sshKeysContract(at)
  credentialsContract(at)
  sshHostsContract(at)
  sshGrantsContract(at)
  sshPrivateKeysContract(at)
  pendingSignInsContract(at)
  challengesContract(at)
  waitingSecretsContract(at)
  deviceCodesContract(at)
  oneTimeLinksContract(at)
  noticesContract(at)
  knownDevicesContract(at)
  endingContract(at)
  totpContract(at)
  securityKeysContract(at)
  recoveryCodesContract(at)
  factorsContract(at)
  standingContract(at)
  canaryContract(at)
  keyedRowsContract(at)
  policiesContract(at)
  attemptsContract(at)
  auditContract(at)
  backlogContract(at)
  revisionContract(at, elsewhere)
  revokingContract(at, async () => {
    const [row] = await opened.dataSource.query('SELECT value FROM keyward_revision WHERE id = 1')
    return Number(row?.value ?? 0)
  })
  // What another store keeps elsewhere may end by itself.
  endedContract(() => underneath)

  describe('a commit', () => {
    it('is done at once when there is nothing to do', async () => assert.equal(await store.commit([]), true))

    it('leaves nothing behind when a later write is refused', async () => {
      const { id } = await addUser(store)
      const key = anApiKey(id)
      const refused = store.sessions.remove(id, newId(0))
      assert.equal(
        await store.commit([store.revision.outdate(), store.apiKeys.insert(key, room), refused]),
        false,
      )
      assert.equal(await store.apiKeys.byDigest([key.digest]), null)
    })

    it('leaves nothing behind when a later write meets a conflict', async () => {
      const { id } = await addUser(store)
      const [key, token] = [anApiKey(id), aToken(id)]
      const twice = [store.apiKeys.insert(key, room), store.apiKeys.insert({ ...key, id: newId(0) }, room)]
      await assert.rejects(store.commit([store.tokens.insert(token, room), ...twice]), {
        name: 'ConflictError',
      })
      assert.equal(await store.tokens.byDigest([token.digest]), null)
    })

    it('lets many at once all succeed', async () => {
      const { id } = await addUser(store)
      const keys = Array.from({ length: 20 }, () => anApiKey(id))
      const done = await Promise.all(
        keys.map((key) => store.commit([store.revision.outdate(), store.apiKeys.insert(key, room)])),
      )
      assert.deepEqual(new Set(done), new Set([true]))
      assert.equal((await store.apiKeys.list(id, aList())).rows.length, 20)
    })

    it('refuses a write that no port of it made', async () => {
      await assert.rejects(store.commit([{ affects: 1 }]), TypeError)
    })
  })

  describe('the store', () => {
    it('the store says that it is ready', () => store.ready())

    it('tells what time the database has, whatever time zone it is in', async () => {
      const time = await store.clock()
      assert.ok(Number.isInteger(time))
      // They run on the same machine.
      assert.ok(Math.abs(time - Date.now()) < 300_000, new Date(time).toISOString())
    })

    it('lists the secrets that digests and sealed values were made with, each once', async () => {
      const { id } = await addUser(store)
      const canary = (await store.canary.read()) ?? aSealed()
      const { version } = await store.sshGrants.read()
      await store.commit([
        store.sessions.insert(aSession(id, { keyId: 'kid-a' })),
        store.apiKeys.insert(anApiKey(id, { keyId: 'kid-b' }), room),
        store.tokens.insert(aToken(id, { keyId: 'kid-b' }), room),
        store.sshHosts.insert(anSshHost({ keyId: 'kid-g' })),
        store.pendingSignIns.insert(aPendingSignIn(id, { keyId: 'kid-c' })),
        store.recoveryCodes.replace(id, [aRecoveryCode(id, { keyId: 'kid-d' })]),
        store.totp.begin(aTotp(id, { keyId: 'kid-e' })),
        store.canary.put(canary),
        store.canary.move(canary, aSealed('kid-f')),
        store.sshKeys.insert(anSshKey(id, { keyId: 'kid-h' }), 10),
        store.securityKeys.insert(aSecurityKey(id, { keyId: 'kid-i' }), 10),
        store.sshGrants.replace([anSshGrant({ everyone: true, keyId: 'kid-j' })], version),
        store.waitingSecrets.put(aWaitingSecret(id, { keyId: 'kid-k' })),
        store.deviceCodes.insert(aDevice({ keyId: 'kid-device' })),
        store.oneTimeLinks.insert(aOneTimeLink(id, { keyId: 'kid-link' })),
        store.notices.insert(aNotice(id, { keyId: 'kid-l' })),
        store.notices.insert(aNotice(id, { facts: '{}', keyId: null })),
        store.sshPrivateKeys.insert(aSshPrivateKey(id, { keyId: `kid-${'g'.repeat(124)}` }), room),
      ])
      const found = await store.keyIds()
      assert.deepEqual(found.filter((keyId) => keyId.startsWith('kid-')).toSorted(), [
        'kid-a',
        'kid-b',
        'kid-c',
        'kid-d',
        'kid-device',
        'kid-e',
        'kid-f',
        'kid-g',
        `kid-${'g'.repeat(124)}`,
        'kid-h',
        'kid-i',
        'kid-j',
        'kid-k',
        'kid-l',
        'kid-link',
      ])
      assert.ok(!found.includes('null'))
    })
  })
}
