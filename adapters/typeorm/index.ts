import type { DataSource } from 'typeorm'
import type { Store } from '../../src/store.js'
import { accountStore } from './accounts.js'
import { apiKeyStore } from './api-keys.js'
import { attemptStore } from './attempts.js'
import { auditStore } from './audit.js'
import { canaryStore } from './canary.js'
import { challengeStore } from './challenges.js'
import { commit } from './batch.js'
import { contextOf } from './context.js'
import type { InContext, StoreOptions } from './context.js'
import { credentialStore } from './inventory.js'
import { factorStore } from './factors.js'
import { pendingSignInStore } from './pending-sign-ins.js'
import { policyReader, policyStore } from './policies.js'
import { ready } from './ready.js'
import { recoveryCodeStore } from './recovery-codes.js'
import { revisionStore } from './revision.js'
import { securityKeyStore } from './security-keys.js'
import { sessionStore } from './sessions.js'
import { sshGrantStore } from './ssh-grants.js'
import { sshHostStore } from './ssh-hosts.js'
import { sshKeyStore } from './ssh-keys.js'
import { sshPrivateKeyStore } from './ssh-private-keys.js'
import { join, sql } from './sql.js'
import { allOf } from './tables.js'
import { tokenStore } from './tokens.js'
import { totpStore } from './totp.js'
import { userStore } from './users.js'

export { migrate } from './migrate.js'
export type { StoreOptions } from './context.js'

/** keyward's store in a host's DataSource, which must have keyward's entities and be initialised by the time it is used. */
export function typeormStore(dataSource: DataSource, options: StoreOptions = {}): Store {
  const { at, close } = contextOf(dataSource, options)
  const readPolicy = policyReader()
  const policies = policyStore(at, readPolicy)
  const users = options.users ?? userStore(at)
  const revision = revisionStore(at, { own: !options.users })
  const owners = { at, users, own: !options.users, policies, readPolicy }

  return Object.freeze<Store>({
    users,
    accounts: accountStore(at),
    sessions: sessionStore(owners),
    apiKeys: apiKeyStore(owners),
    tokens: tokenStore(owners),
    sshKeys: sshKeyStore(owners),
    credentials: credentialStore(owners),
    sshHosts: sshHostStore(at),
    sshGrants: sshGrantStore(at),
    pendingSignIns: pendingSignInStore(owners),
    challenges: challengeStore(at),
    factors: factorStore(at),
    totp: totpStore(at),
    securityKeys: securityKeyStore(at),
    recoveryCodes: recoveryCodeStore(at),
    sshPrivateKeys: sshPrivateKeyStore(at),
    policies,
    attempts: attemptStore(at),
    audit: auditStore(at),
    canary: canaryStore(at),
    revision,
    async commit(writes) {
      const { engine, tables } = at()
      try {
        return await commit(engine, writes, allOf(tables))
      } finally {
        // Also when it failed: a commit whose answer was lost may have been carried out.
        if (writes.some(({ revokes }) => revokes)) revision.changed()
      }
    },
    keyIds: () => keyIds(at),
    ready: async () => ready(dataSource, at),
    close() {
      revision.close()
      return Promise.resolve(close())
    },
  })
}

async function keyIds(at: InContext): Promise<readonly string[]> {
  const { session, apiKey, token, sshHost, pendingSignIn, recoveryCode, totp, sshPrivateKey, canary } =
    at().tables
  const all = [session, apiKey, token, sshHost, pendingSignIn, recoveryCode, totp, sshPrivateKey, canary].map(
    ({ name, columns }) => sql`SELECT ${columns.keyId.name} FROM ${name}`,
  )
  const rows = await at().rows(join(all, ' UNION '))
  return rows.map(([keyId]) => String(keyId))
}
