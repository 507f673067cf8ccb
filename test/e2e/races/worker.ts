import { randomInt } from 'node:crypto'
import type { DataSourceOptions } from 'typeorm'
import { typeormStore } from '../../../adapters/typeorm/index.js'
import { ConflictError } from '../../../src/store/write.js'
import type { Store } from '../../../src/store.js'
import type { ApiKeyRow } from '../../../src/store/api-key.js'
import type { ChallengeRow } from '../../../src/store/challenge.js'
import type { DeviceCodeRow } from '../../../src/store/device-code.js'
import type { OneTimeLinkRow } from '../../../src/store/one-time-link.js'
import type { TotpRow } from '../../../src/store/totp.js'
import type { TakingSession } from '../../../src/store/waiting-secret.js'
import type { Write } from '../../../src/store/write.js'
import {
  aDigest,
  anApiKey,
  aRecoveryCode,
  aSecurityKey,
  aToken,
  now,
  prepared,
  room,
} from '../../contract/store/rows.js'
import { connect } from '../../databases.js'

/** What a worker is told to try, so many times at once. */
export type Task = { readonly times: number } & (
  | { readonly race: 'rotate'; readonly row: ApiKeyRow }
  | { readonly race: 'bind'; readonly row: ApiKeyRow }
  | { readonly race: 'reserve'; readonly key: string; readonly limit: number }
  | { readonly race: 'end session'; readonly userId: string; readonly id: string }
  | { readonly race: 'insert'; readonly userId: string; readonly nameKey?: string; readonly limit: number }
  | { readonly race: 'disable'; readonly id: string }
  | { readonly race: 'code'; readonly row: TotpRow; readonly step: number }
  | { readonly race: 'recovery code'; readonly userId: string; readonly digest: string }
  | { readonly race: 'renew codes'; readonly userId: string }
  | { readonly race: 'waiting secret'; readonly digest: string; readonly by: TakingSession }
  | { readonly race: 'one-time link'; readonly row: OneTimeLinkRow }
  | { readonly race: 'answer device'; readonly id: string; readonly userId: string }
  | { readonly race: 'collect'; readonly row: DeviceCodeRow; readonly userId: string }
  | { readonly race: 'challenge'; readonly row: ChallengeRow }
  | { readonly race: 'attempt'; readonly id: string; readonly limit: number }
  | { readonly race: 'consume'; readonly id: string }
  | { readonly race: 'security key'; readonly userId: string; readonly limit: number }
)

/** How many of the tries succeeded. */
export interface Outcome {
  readonly won: number
  readonly failures: readonly string[]
}

process.once('message', (options: DataSourceOptions) => {
  void connect(options).then((dataSource) => {
    const store = typeormStore(dataSource)
    process.on('message', (task: Task | 'end') => {
      if (task !== 'end') return void attempt(store, task).then((outcome) => process.send?.(outcome))
      void store
        .close()
        .then(() => dataSource.destroy())
        .then(() => process.disconnect())
    })
    process.send?.('ready')
  })
})

async function attempt(store: Store, task: Task): Promise<Outcome> {
  const tries = Array.from({ length: task.times }, () => store.commit(writes(store, task)))
  const settled = await Promise.allSettled(tries)
  const failed = settled.filter((one) => one.status === 'rejected').map((one): unknown => one.reason)
  return {
    won: settled.filter((one) => one.status === 'fulfilled' && one.value).length,
    failures: failed.filter((error) => !(error instanceof ConflictError)).map(describe),
  }
}

function writes(store: Store, task: Task): readonly Write[] {
  switch (task.race) {
    case 'rotate': {
      const { row } = task
      const to = {
        digest: aDigest(),
        keyId: 'key2',
        previousDigest: row.digest,
        previousUntil: now + 1000,
        previousIssuedAt: now,
      }
      return [store.apiKeys.rotate(row, { ...to, hint: 'new', issuedAt: now + 1, expiresAt: null })]
    }
    case 'bind': {
      const limit = { requests: 1 + randomInt(1000), perSeconds: 60 }
      return [store.apiKeys.bind(task.row, { allowedAddresses: [], limit })]
    }
    case 'reserve':
      return [store.attempts.reserve(task.key, { limit: task.limit, now, endsAt: now + 1000 })]
    case 'end session':
      return [store.sessions.remove(task.userId, task.id)]
    case 'insert': {
      const { userId, nameKey, limit } = task
      return [
        store.apiKeys.insert(anApiKey(userId, nameKey === undefined ? {} : { nameKey }), { limit, now }),
      ]
    }
    case 'disable':
      return [prepared(store.users.update?.(task.id, { disabled: true }))]
    case 'code':
      return [store.totp.claim(task.row, task.step, now)]
    case 'recovery code':
      return [store.recoveryCodes.consume(task.userId, [task.digest])]
    case 'renew codes': {
      const codes = Array.from({ length: 10 }, () => aRecoveryCode(task.userId))
      return [store.recoveryCodes.replace(task.userId, codes)]
    }
    case 'challenge':
      return [store.challenges.consume(task.row, now)]
    case 'waiting secret':
      return [store.waitingSecrets.consume(task.digest, task.by, now)]
    case 'one-time link': {
      const { id, userId, securityEpoch } = task.row
      return [
        store.accounts.advanceEpoch(userId, securityEpoch),
        store.oneTimeLinks.consume(id, now),
        store.oneTimeLinks.removeAll(userId),
        prepared(store.users.setPasswordHash(userId, `hash of ${aDigest()}`)),
      ]
    }
    case 'answer device': {
      const { id, userId } = task
      return [store.deviceCodes.answer(id, { state: 'denied', userId }, now)]
    }
    case 'collect': {
      const { row, userId } = task
      return [
        store.accounts.still(userId, row.securityEpoch ?? -1),
        store.deviceCodes.collect(row.id, now),
        store.tokens.insert(aToken(userId), room),
      ]
    }
    case 'attempt':
      return [store.pendingSignIns.attempt(task.id, task.limit)]
    case 'consume':
      return [store.pendingSignIns.consume(task.id)]
    case 'security key':
      return [store.securityKeys.insert(aSecurityKey(task.userId), task.limit)]
  }
}

function describe(error: unknown): string {
  const cause = error instanceof Error ? error.cause : undefined
  return `${String(error)}: ${cause instanceof Error ? cause.message : String(cause)}`
}
