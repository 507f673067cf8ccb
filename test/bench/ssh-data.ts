import { randomBytes, randomInt } from 'node:crypto'
import { genuineRows } from '../../src/credentials/genuine.js'
import { digester } from '../../src/crypto/digest.js'
import { newId } from '../../src/crypto/id.js'
import { mint } from '../../src/crypto/secret.js'
import { fingerprintText } from '../../src/ssh/fingerprint.js'
import { parsePublicKey } from '../../src/ssh/public-key.js'
import type { Store } from '../../src/store.js'
import type { SshHostRow } from '../../src/store/ssh-host.js'
import type { SshKeyRow } from '../../src/store/ssh-key.js'
import { lineOf } from '../support/ssh-keys.js'
import { created, user } from './data.js'
import { benchSecret } from './keyward.js'

export const userCount = 10_000
export const keysPerUser = 3
const hostCount = 100
const usersPerCommit = 100
const genuine = genuineRows({ secrets: [benchSecret] }, { record: () => Promise.resolve() })

/** What hosts ask for: an account, and a key of its user's. */
export interface Question {
  readonly account: string
  readonly fingerprint: string
  readonly credential: string
}

/** Fills a store with users, keys, hosts and a grant; answers how to make up questions. */
export async function fillSsh(store: Store): Promise<() => Question> {
  const credentials = await fillHosts(store)
  const keys: { account: string; fingerprint: string }[] = []
  for (let made = 0; made < userCount; made += usersPerCommit) {
    const users = Array.from({ length: usersPerCommit }, (_, i) => user(made + i))
    const rows = users.flatMap(({ id, username }) =>
      Array.from({ length: keysPerUser }, (_, n) => {
        const row = sshKey(id, n)
        keys.push({ account: username, fingerprint: fingerprintText(row.fingerprint) })
        return row
      }),
    )
    await store.commit([
      ...users.flatMap((row) => [created(store, row), store.accounts.ensure(row.id)]),
      ...rows.map((row) => store.sshKeys.insert(row, keysPerUser)),
    ])
  }
  const any = <T>(list: readonly T[]): T => list[randomInt(list.length)] as T
  return () => ({ ...any(keys), credential: any(credentials) })
}

async function fillHosts(store: Store): Promise<readonly string[]> {
  const digests = digester([benchSecret])
  const hosts = Array.from({ length: hostCount }, (_, n) => {
    const credential = mint('kw', 'host').reveal()
    const row: SshHostRow = {
      ...{ id: newId(Date.now()), name: `host ${String(n)}`, nameKey: digests.label(String(n)) },
      ...{ groups: [], cidrs: [], ...digests.digest(credential), previousDigest: null, previousUntil: null },
      ...{ createdAt: Date.now(), lastSeenAt: null, disabled: false },
    }
    return { credential, row }
  })
  const grant = {
    id: newId(Date.now()),
    group: 'default',
    userId: null,
    organizationId: null,
    everyone: true,
    ...{ position: 0, account: null, permit: null, from: null },
  }
  await store.commit([
    ...hosts.map(({ row }) => store.sshHosts.insert(row)),
    store.sshGrants.replace([{ ...grant, ...genuine.sshGrants.macOf(grant) }], 0),
  ])
  return hosts.map(({ credential }) => credential)
}

/** Any 32 bytes are a key as far as anybody here looks. */
function sshKey(userId: string, n: number): SshKeyRow {
  const now = Date.now()
  const row = {
    ...{ id: newId(now), userId, name: `key ${String(n)}`, nameKey: String(n).padStart(64, '0') },
    nameFolded: `key ${String(n)}`,
    ...parsePublicKey(lineOf(['ssh-ed25519', randomBytes(32)])),
    ...{ lifetimeDays: null, createdAt: now, expiresAt: null, lastOfferedAt: null },
  }
  return { ...row, ...genuine.sshKeys.macOf(row) }
}
