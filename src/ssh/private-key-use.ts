import { createPrivateKey } from 'node:crypto'
import { readAddress } from '../address.js'
import type { Core } from '../core.js'
import { KeywardError } from '../errors.js'
import type { Actor, AuditEvent } from '../events.js'
import { auditEvent } from '../events.js'
import type { SshPrivateKeyRow } from '../store/ssh-private-key.js'
import type { SshAgent } from './agent/agent.js'
import { openAgent } from './agent/agent.js'
import type { AgentOptions } from './agent/scope.js'
import { agentScope, checkedPurpose } from './agent/scope.js'
import { openSshPrivateKey } from './openssh-private-key.js'
import { openPrivateKey, rewrapPrivateKey } from './private-key-seal.js'
import { sshPrivateKeyParty } from './private-key.js'
import type { PublicHalf } from './public-half.js'
import { publicHalf } from './public-half.js'
import type { SshSignature } from './signature.js'
import { signWith } from './signature.js'

/**
 * On whose behalf the app uses a key. It must be theirs: `userId` is what a guard found out (`req.user.id`), never what a request says.
 * The address and the browser, if given, stand in the audit.
 */
export interface KeyActor {
  readonly userId: string
  readonly ip?: string
  readonly userAgent?: string
}

/** What is to be signed in process, for a client such as the ssh2 package. */
export interface SignatureRequest {
  readonly data: Uint8Array
  /** The hash that an RSA key signs with; other keys have their own. Default: `sha512`. */
  readonly hash?: 'sha256' | 'sha512'
  /** What the signature is for, written into the audit: at most 64 characters. */
  readonly purpose?: string
}

/** A private key for as long as `withPrivateKey` runs; afterwards its bytes are zeros. */
export interface LentPrivateKey {
  /** A file in OpenSSH's format, unencrypted. */
  readonly privateKey: Buffer
  readonly publicKey: string
}

/**
 * Using stored keys without ever showing them. Each use is in the audit before it takes place. A key that is not the actor's is a 404 `not_found`,
 * as is one that was deleted; a disabled owner is a 403 `forbidden`; a key that can't be unsealed, or a use that can't be written down, a 503.
 */
export interface SshPrivateKeyUse {
  /** An ssh-agent on a Unix socket that does one thing: log in as `user` on a host with one of `hostKeys`. */
  openAgent(actor: KeyActor, keyId: string, options: AgentOptions): Promise<SshAgent>
  /** A signature over any data: the caller answers for what it means, and verifies the host. */
  signFor(actor: KeyActor, keyId: string, request: SignatureRequest): Promise<SshSignature>
  /** Lends the key to a function, and wipes it after. The caller verifies the host. */
  withPrivateKey<T>(actor: KeyActor, keyId: string, work: (key: LentPrivateKey) => Promise<T>): Promise<T>
  /** Closes the agents that are still open, when the app stops. */
  close(): Promise<void>
}

/** A key that an actor has taken out to use. */
interface KeyInHand {
  readonly row: SshPrivateKeyRow
  readonly half: PublicHalf
  readonly actor: Actor
}

type Needs = Pick<Core, 'options' | 'store' | 'sealer' | 'journal'>

/** Makes the service. No key is unsealed for longer than one use. */
export function sshPrivateKeyUse(core: Needs): SshPrivateKeyUse {
  const { store, journal, sealer, options } = core
  const { now } = options
  const agents = new Set<SshAgent>()

  return Object.freeze({
    async openAgent(actor, keyId, given) {
      const scope = agentScope(given)
      const key = await take(actor, keyId)
      await orRefused(key, checkOwner(key.row))
      const agent = await openAgent(
        {
          half: key.half,
          comment: `keyward:${key.row.id}`,
          sign: (algorithm, data) =>
            use(key, scope.purpose, (pkcs8) => signWith(keyObject(pkcs8), algorithm, data)),
          refused: (reason) => refused(key, reason),
          closed: () => void agents.delete(agent),
        },
        scope,
      )
      agents.add(agent)
      return agent
    },

    async signFor(actor, keyId, { data, hash = 'sha512', purpose }) {
      const why = checkedPurpose(purpose)
      const key = await take(actor, keyId)
      const { type } = key.half
      const algorithm = type === 'ssh-rsa' ? (`rsa-sha2-${hash === 'sha256' ? 256 : 512}` as const) : type
      return use(key, why, (pkcs8) => signWith(keyObject(pkcs8), algorithm, Buffer.from(data)))
    },

    async withPrivateKey(actor, keyId, work) {
      const key = await take(actor, keyId)
      return use(key, null, (pkcs8) => lend(pkcs8, key, work))
    },

    async close() {
      await Promise.all([...agents].map((agent) => agent.close()))
    },
  } satisfies SshPrivateKeyUse)

  async function take({ userId, ip, userAgent }: KeyActor, keyId: string): Promise<KeyInHand> {
    if (typeof userId !== 'string' || typeof keyId !== 'string') throw new TypeError('ids are strings')
    const row = await store.sshPrivateKeys.byId(userId, keyId)
    const half = row && publicHalf(Buffer.from(row.publicKey.split(' ')[1] ?? '', 'base64'))
    if (!half) throw new KeywardError('not_found')
    const owner = await store.users.byId(userId)
    const party = { kind: 'user', id: userId, name: owner?.username ?? null }
    return { row, half, actor: { party, ip: readAddress(ip ?? ''), userAgent: userAgent ?? null } }
  }

  async function checkOwner({ userId }: SshPrivateKeyRow): Promise<void> {
    const owner = await store.users.byId(userId)
    if (!owner || owner.disabled) throw new KeywardError('forbidden')
  }

  /** Unseals the key for as long as `work` takes, and wipes it then. */
  async function use<T>(
    key: KeyInHand,
    purpose: string | null,
    work: (pkcs8: Buffer) => Promise<T>,
  ): Promise<T> {
    const pkcs8 = await orRefused(key, unseal(key, purpose))
    try {
      return await work(pkcs8)
    } finally {
      pkcs8.fill(0)
    }
  }

  /** Unseals the key, after its owner was found allowed to use it; answers only once the use is in the audit. */
  async function unseal(key: KeyInHand, purpose: string | null): Promise<Buffer> {
    const { row } = key
    await checkOwner(row)
    const pkcs8 = await openPrivateKey(sealer, row)
    try {
      const moved = await rewrapPrivateKey(sealer, row)
      const writes = [
        store.sshPrivateKeys.used(row.userId, row.id, now()),
        ...(moved ? [store.sshPrivateKeys.reseal(row, moved)] : []),
      ]
      const used = event(key, { type: 'ssh_private_key.used', outcome: 'success', reason: purpose })
      if (await journal.commit(writes, used)) return pkcs8
      throw new KeywardError('not_found')
    } catch (error) {
      pkcs8.fill(0)
      throw error
    }
  }

  /** Puts a refusal into the audit before it is passed on. */
  async function orRefused<T>(key: KeyInHand, permission: Promise<T>): Promise<T> {
    try {
      return await permission
    } catch (error) {
      if (error instanceof KeywardError) await refused(key, error.code)
      throw error
    }
  }

  async function refused(key: KeyInHand, reason: string): Promise<void> {
    await journal.commit([], event(key, { type: 'ssh_private_key.refused', outcome: 'refused', reason }))
  }

  function event(
    { row, actor }: KeyInHand,
    what: Pick<AuditEvent, 'type' | 'outcome' | 'reason'>,
  ): AuditEvent {
    return auditEvent(now(), actor, { ...what, subject: sshPrivateKeyParty(row), userId: row.userId })
  }
}

function keyObject(pkcs8: Buffer) {
  return createPrivateKey({ key: pkcs8, format: 'der', type: 'pkcs8' })
}

async function lend<T>(
  pkcs8: Buffer,
  { row, half }: KeyInHand,
  work: (key: LentPrivateKey) => Promise<T>,
): Promise<T> {
  const privateKey = openSshPrivateKey(pkcs8, half)
  try {
    return await work(Object.freeze({ privateKey, publicKey: row.publicKey }))
  } finally {
    privateKey.fill(0)
  }
}
