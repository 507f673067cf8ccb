import { generateKeyPair } from 'node:crypto'
import { promisify } from 'node:util'
import type { Core } from '../core.js'
import { parseDescription } from '../credentials/description.js'
import { nameConflict, parseName } from '../credentials/name.js'
import { ownEvents } from '../credentials/own-events.js'
import { ownedList, pageOf } from '../credentials/own-list.js'
import { newId } from '../crypto/id.js'
import { KeywardError, existing, invalidField } from '../errors.js'
import type { Actor, AuditEvent, EventParty, EventType } from '../events.js'
import { auditEvent } from '../events.js'
import type { OwnedBy, User } from '../identity.js'
import { readInput } from '../input/read-input.js'
import { newSshPrivateKey, sshPrivateKeyChange } from '../input/ssh-private-key.js'
import type { CountedPage, ListRequest, Page, PageRequest } from '../store/page.js'
import type { SshPrivateKeyRow } from '../store/ssh-private-key.js'
import { rfc3339, rfc3339OrNull } from '../time.js'
import { privateKeyFile } from './key-file/file.js'
import type { PrivateKeyReader, ReadPrivateKey } from './key-file/reader.js'
import { sealPrivateKey } from './private-key-seal.js'
import { publicBlobOf, publicHalf } from './public-half.js'

/** An SSH private key as its owner sees it: never the private half. Times are RFC 3339. */
export interface SshPrivateKey {
  readonly id: string
  readonly name: string
  /** The account that the key logs in to: a note of the owner’s, on which nothing depends. */
  readonly accountName: string | null
  readonly description: string | null
  /** As SSH names it: `ssh-ed25519`. */
  readonly type: string
  /** The line for authorized_keys on the other side. */
  readonly publicKey: string
  /** `SHA256:…`, as ssh-keygen prints it. */
  readonly fingerprint: string
  readonly createdAt: string
  readonly lastUsedAt: string | null
}

/** A key to keep: pasted, or made here. */
export interface NewSshPrivateKey {
  readonly name: string
  readonly accountName?: string | null
  readonly description?: string | null
  /** OpenSSH's format, PKCS#1, SEC1, PKCS#8 or PuTTY's format 2; at most 16 KiB. */
  readonly privateKey?: string
  /** Opens the pasted key once, and is not kept. */
  readonly passphrase?: string
  /** Makes a key instead of taking one. */
  readonly generate?: 'ed25519'
}

/** What a user may change of a private key; what is left out stays. */
export interface SshPrivateKeyChange {
  readonly name?: string
  readonly accountName?: string | null
  readonly description?: string | null
}

/** A user's SSH private keys, whose private halves nothing shows. Another user's key is a 404, like one that never existed. */
export interface SshPrivateKeys {
  list(user: User, request: ListRequest): Promise<CountedPage<SshPrivateKey>>
  /** What happened to it, newest first. */
  events(user: User, id: string, page: PageRequest): Promise<Page<AuditEvent>>
  get(user: User, id: string): Promise<SshPrivateKey>
  /** 403 `limit_reached`, 409 `name_taken`, 413, 422, 503. */
  create(actor: Actor, user: User, input: NewSshPrivateKey): Promise<SshPrivateKey>
  /** 409 `name_taken`, 422. */
  update(actor: Actor, key: OwnedBy, change: SshPrivateKeyChange): Promise<SshPrivateKey>
  /** Deletes the key: once this has answered, no agent signs with it. */
  remove(actor: Actor, user: User, id: string): Promise<void>
}

const maxPerUser = 20

/** A key as events name it. */
export function sshPrivateKeyParty(row: Pick<SshPrivateKeyRow, 'id' | 'name' | 'fingerprint'>): EventParty {
  return { kind: 'ssh_private_key', id: row.id, name: row.name, hint: row.fingerprint }
}

type Needs = Pick<Core, 'options' | 'store' | 'sealer' | 'journal' | 'usage'>

/** Makes the service; a user has at most 20 keys. */
export function sshPrivateKeys(core: Needs, reader: PrivateKeyReader): SshPrivateKeys {
  const { store, journal, sealer, options } = core
  const { now } = options
  return Object.freeze({
    async list(user, request) {
      const list = ownedList(request, { now: now(), longestMs: null, endedSince: null })
      return pageOf(await store.sshPrivateKeys.list(user.id, list), toSshPrivateKey)
    },

    events: async (user, id, page) =>
      ownEvents(core, { userId: user.id, party: sshPrivateKeyParty(await find(user, id)) }, page),

    get: async (user, id) => toSshPrivateKey(await find(user, id)),

    async create(actor, user, given) {
      const input = readInput(newSshPrivateKey, given)
      const about = { ...parseName(input.name), ...parseNotes(input) }
      const { pkcs8, half } = await keyOf(user, input)
      const at = now()
      const owned = { id: newId(at), userId: user.id }
      const { text: sealed, keyId } = await sealPrivateKey(sealer, pkcs8, owned)
      const row: SshPrivateKeyRow = {
        ...owned,
        accountName: null,
        description: null,
        ...about,
        type: half.type,
        publicKey: half.line,
        fingerprint: half.fingerprint,
        sealed,
        keyId,
        createdAt: at,
        lastUsedAt: null,
      }
      const insert = store.sshPrivateKeys.insert(row, { limit: maxPerUser })
      const done = event('ssh_private_key.created', actor, row)
      const stored = await journal.commit([insert], done).catch(nameConflict)
      if (!stored) throw new KeywardError('limit_reached')
      return toSshPrivateKey(row)
    },

    async update(actor, { user, id }, given) {
      const change = readInput(sshPrivateKeyChange, given)
      const row = await find(user, id)
      const patch = { ...(change.name === undefined ? {} : parseName(change.name)), ...parseNotes(change) }
      const changed = { ...row, ...patch }
      if (Object.keys(patch).length > 0) {
        const write = store.sshPrivateKeys.update(user.id, id, patch)
        const done = event('ssh_private_key.updated', actor, changed)
        const stored = await journal.commit([write], done).catch(nameConflict)
        if (!stored) throw new KeywardError('not_found')
      }
      return toSshPrivateKey(changed)
    },

    async remove(actor, user, id) {
      const row = await find(user, id)
      const done = event('ssh_private_key.deleted', actor, row)
      const removed = await journal.commit([store.sshPrivateKeys.remove(user.id, id)], done)
      if (!removed) throw new KeywardError('not_found')
    },
  } satisfies SshPrivateKeys)

  async function find(user: User, id: string): Promise<SshPrivateKeyRow> {
    return existing(await store.sshPrivateKeys.byId(user.id, id))
  }

  async function keyOf(
    { id: userId }: User,
    { privateKey = '', passphrase, generate }: NewSshPrivateKey,
  ): Promise<ReadPrivateKey> {
    if (generate === undefined) {
      if (privateKey === '')
        throw invalidField('privateKey', 'required', 'paste a key, or have one generated')
      return reader.read(privateKeyFile(privateKey), { userId, passphrase })
    }
    if (privateKey === '' && passphrase === undefined) return newEd25519()
    throw invalidField('generate', 'not_allowed', 'paste a key or have one generated, not both')
  }

  function event(type: EventType, actor: Actor, row: SshPrivateKeyRow) {
    return auditEvent(now(), actor, { type, subject: sshPrivateKeyParty(row), userId: row.userId })
  }
}

async function newEd25519(): Promise<ReadPrivateKey> {
  const { privateKey, publicKey } = await promisify(generateKeyPair)('ed25519')
  const blob = publicBlobOf(publicKey)
  const half = blob && publicHalf(blob)
  if (!half) throw new TypeError('Ed25519 has a wire format')
  return { pkcs8: privateKey.export({ type: 'pkcs8', format: 'der' }), half }
}

/** Reads account name and description where they are given, a blank one as `null`; 422 for what they cannot be. */
function parseNotes({ accountName, description }: SshPrivateKeyChange): {
  accountName?: string | null
  description?: string | null
} {
  return {
    ...(accountName === undefined ? {} : { accountName: parseAccountName(accountName) }),
    ...(description === undefined ? {} : { description: parseDescription(description) }),
  }
}

function parseAccountName(given: string | null): string | null {
  const text = given?.trim() ?? ''
  if (text === '') return null
  if ([...text].length > 64) throw invalidField('accountName', 'too_long', 'must be at most 64 characters')
  if (/[\s\p{C}]/u.test(text)) {
    throw invalidField('accountName', 'invalid_characters', 'must have no blanks and no control characters')
  }
  return text
}

function toSshPrivateKey(row: SshPrivateKeyRow): SshPrivateKey {
  const { id, name, accountName, description, type, publicKey, fingerprint } = row
  const times = { createdAt: rfc3339(row.createdAt), lastUsedAt: rfc3339OrNull(row.lastUsedAt) }
  return { id, name, accountName, description, type, publicKey, fingerprint, ...times }
}
