import type { DataSource } from 'typeorm'
import { hostCalls } from '../../src/plug-in/host-calls.js'
import { calledUsers } from '../../src/plug-in/users.js'
import type { Store } from '../../src/store.js'
import { clock } from './clock.js'
import { commit } from './engine/batch.js'
import { join, sql } from './query/sql.js'
import { tablesIn } from './query/tables.js'
import { ready } from './ready.js'
import { accountStore } from './store/accounts.js'
import { apiKeyStore, serviceKeyStore } from './store/api-keys.js'
import { attemptStore } from './store/attempts.js'
import { auditStore } from './store/audit.js'
import { auditSealStore } from './store/audit-seals.js'
import { canaryStore } from './store/canary.js'
import { challengeStore } from './store/challenges.js'
import type { InContext, StoreOptions } from './store/context.js'
import { contextOf } from './store/context.js'
import { deviceCodeStore } from './store/device-codes.js'
import { factorStore } from './store/factors.js'
import { credentialStore } from './store/credential/inventory.js'
import { keyedRowStore } from './store/keyed-rows.js'
import { oneTimeLinkStore } from './store/one-time-links.js'
import { knownDeviceStore } from './store/known-devices.js'
import { noticeStore } from './store/notices.js'
import { pendingSignInStore } from './store/pending-sign-ins.js'
import { policyReader, policyStore } from './store/policies.js'
import { recoveryCodeStore } from './store/recovery-codes.js'
import { revisionStore } from './store/revision.js'
import { securityKeyStore } from './store/security-keys.js'
import { serviceAccountStore } from './store/service-accounts.js'
import { sessionStore } from './store/sessions.js'
import { sshGrantStore } from './store/ssh/ssh-grants.js'
import { sshHostStore } from './store/ssh/ssh-hosts.js'
import { sshKeyStore } from './store/ssh/ssh-keys.js'
import { sshPrivateKeyStore } from './store/ssh/ssh-private-keys.js'
import { standingStore } from './store/standing.js'
import { tokenStore } from './store/tokens.js'
import { toldEndStore } from './store/told-ends.js'
import { totpStore } from './store/totp.js'
import { userSearchStore } from './store/list/user-search.js'
import { userStore } from './store/users.js'
import { waitingSecretStore } from './store/waiting-secrets.js'

export { migrate } from './migrate.js'
export { migrationSql } from './migration/sql.js'
export { migrationStatus } from './migration/status.js'
export type { MigrateOptions, PendingMigration } from './migration/pending.js'
export type { MigrationSql, ShownMigration, UnseenMigration } from './migration/sql.js'
export type { MigrationStatus } from './migration/status.js'
export type { StoreOptions } from './store/context.js'

/** Makes keyward's store in a host's DataSource, which must have keyward's entities and be initialised by the time it is used. */
export function typeormStore(dataSource: DataSource, options: StoreOptions = {}): Store {
  const { at, close } = contextOf(dataSource, options)
  const readPolicy = policyReader()
  const policies = policyStore(at, readPolicy)
  const users = options.users ? calledUsers(options.users, hostCalls()) : userStore(at)
  const revision = revisionStore(at, { own: !options.users })
  const owners = { at, users, own: !options.users, policies, readPolicy }

  return Object.freeze({
    users,
    userSearch: options.users ? null : userSearchStore(at),
    accounts: accountStore(at),
    sessions: sessionStore(owners),
    apiKeys: apiKeyStore(owners),
    serviceAccounts: serviceAccountStore(at),
    serviceKeys: serviceKeyStore(owners),
    tokens: tokenStore(owners),
    sshKeys: sshKeyStore(owners),
    credentials: credentialStore(owners),
    sshHosts: sshHostStore(at),
    sshGrants: sshGrantStore(at),
    pendingSignIns: pendingSignInStore(owners),
    challenges: challengeStore(at),
    deviceCodes: deviceCodeStore(at),
    factors: factorStore(at),
    standing: standingStore(at),
    totp: totpStore(at),
    securityKeys: securityKeyStore(at),
    recoveryCodes: recoveryCodeStore(at),
    sshPrivateKeys: sshPrivateKeyStore(at),
    oneTimeLinks: oneTimeLinkStore(at),
    waitingSecrets: waitingSecretStore(at),
    notices: noticeStore(at),
    knownDevices: knownDeviceStore(at),
    toldEnds: toldEndStore(at),
    policies,
    attempts: attemptStore(at),
    audit: auditStore(at),
    auditSeals: auditSealStore(at),
    canary: canaryStore(at),
    keyedRows: keyedRowStore(at),
    revision,
    async commit(writes) {
      const { engine, tables } = at()
      const revokes = writes.some((write) => write.revokes)
      try {
        return await commit(engine, revokes ? [revision.bump(), ...writes] : writes, tablesIn(tables))
      } finally {
        // It is said of a commit that failed, too: one whose answer was lost may have been carried out.
        if (revokes) revision.changed()
      }
    },
    keyIds: () => keyIds(at),
    clock: () => clock(at),
    ready: async () => ready(dataSource, at),
    close() {
      revision.close()
      return Promise.resolve(close())
    },
  } satisfies Store)
}

/** Reads the ids of the secrets and keys under which there are rows, in every table whose rows name one. */
async function keyIds(at: InContext): Promise<readonly string[]> {
  const all = tablesIn(at().tables).flatMap(({ name, columns }) =>
    'keyId' in columns ? [sql`SELECT ${columns.keyId.name} FROM ${name}`] : [],
  )
  const rows = await at().rows(join(all, ' UNION '))
  // What is stored plain stands under no key.
  return rows.flatMap(([keyId]) => (typeof keyId === 'string' ? [keyId] : []))
}
