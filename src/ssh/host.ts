import type { Core } from '../core.js'
import { nameConflict, parseName } from '../credentials/name.js'
import { newId } from '../crypto/id.js'
import type { Secret } from '../crypto/secret.js'
import { mint } from '../crypto/secret.js'
import { KeywardError, existing } from '../errors.js'
import type { Actor, EventParty, EventType } from '../events.js'
import { auditEvent } from '../events.js'
import { readInput } from '../input/read-input.js'
import { newSshHost, sshHostChange, sshHostRotation } from '../input/ssh-host.js'
import type { Page, PageRequest } from '../store/page.js'
import type { SshHostRow } from '../store/ssh-host.js'
import { rfc3339, rfc3339OrNull } from '../time.js'

/** A host that may ask for keys, as administrators see it. Times are RFC 3339. */
export interface SshHost {
  readonly id: string
  readonly name: string
  /** Empty = the host is in the group `default`. */
  readonly groups: readonly string[]
  /** Addresses and CIDRs it must ask from; empty = any. */
  readonly cidrs: readonly string[]
  readonly disabled: boolean
  readonly createdAt: string
  readonly lastSeenAt: string | null
}

/** A host that an administrator adds: its groups (`default` when omitted) and where it must ask from (anywhere when omitted). */
export interface NewSshHost {
  readonly name: string
  readonly groups?: readonly string[]
  readonly cidrs?: readonly string[]
}

/** A host with its credential, which nothing shows again. */
export interface IssuedSshHost {
  readonly host: SshHost
  readonly credential: Secret
}

/** What may be changed of a host; what is left out stays. */
export type SshHostChange = Partial<NewSshHost> & { readonly disabled?: boolean }

/** How a host's credential is rotated. */
export interface SshHostRotation {
  /** How much longer the old credential lives, at most 604,800. Default: 86,400. */
  readonly overlapSeconds?: number
}

/** The hosts that may ask for keys. An unknown id is a 404. */
export interface SshHosts {
  list(page: PageRequest): Promise<Page<SshHost>>
  get(id: string): Promise<SshHost>
  /** 409 `name_taken`, 422. */
  create(actor: Actor, input: NewSshHost): Promise<IssuedSshHost>
  /** 409 `name_taken`, 422. */
  update(actor: Actor, id: string, change: SshHostChange): Promise<SshHost>
  /** Issues a new credential; the old one lives on for the overlap. 409 `conflict` for the later of two at once, 422. */
  rotate(actor: Actor, id: string, rotation: SshHostRotation): Promise<IssuedSshHost>
  remove(actor: Actor, id: string): Promise<void>
}

type Needs = Pick<Core, 'options' | 'store' | 'digester' | 'journal' | 'usage'>

/** Makes the service. Each change is an event. */
export function sshHosts({ options, store, digester, journal, usage }: Needs): SshHosts {
  const { now } = options
  return Object.freeze({
    async list(page) {
      await usage.flush()
      const { rows, more } = await store.sshHosts.list(page)
      return { rows: rows.map(toSshHost), more }
    },

    async get(id) {
      await usage.flush()
      return toSshHost(await find(id))
    },

    async create(actor, given) {
      const { name, groups = [], cidrs = [] } = readInput(newSshHost, given)
      const at = now()
      const { credential, hash } = newCredential()
      const row: SshHostRow = {
        id: newId(at),
        ...parseName(name),
        groups: unique(groups),
        cidrs: unique(cidrs),
        ...hash,
        previousDigest: null,
        previousUntil: null,
        createdAt: at,
        lastSeenAt: null,
        disabled: false,
      }
      await journal
        .commit([store.sshHosts.insert(row)], event('ssh_host.created', actor, row))
        .catch(nameConflict)
      return { host: toSshHost(row), credential }
    },

    async update(actor, id, change) {
      const { name, groups, cidrs, disabled } = readInput(sshHostChange, change)
      const row = await find(id)
      const patch = {
        ...(name === undefined ? {} : parseName(name)),
        ...(groups === undefined ? {} : { groups: unique(groups) }),
        ...(cidrs === undefined ? {} : { cidrs: unique(cidrs) }),
        ...(disabled === undefined ? {} : { disabled }),
      }
      const changed = { ...row, ...patch }
      if (Object.keys(patch).length === 0) return toSshHost(row)
      const stored = await journal
        .commit([store.sshHosts.update(id, patch)], event('ssh_host.updated', actor, changed))
        .catch(nameConflict)
      if (!stored) throw new KeywardError('not_found')
      return toSshHost(changed)
    },

    async rotate(actor, id, rotation) {
      const { overlapSeconds } = readInput(sshHostRotation, rotation)
      const row = await find(id)
      const { credential, hash } = newCredential()
      const to = { ...hash, previousDigest: row.digest, previousUntil: now() + overlapSeconds * 1000 }
      const stored = await journal.commit(
        [store.sshHosts.rotate(row, to)],
        event('ssh_host.rotated', actor, row),
      )
      if (!stored) throw new KeywardError('conflict')
      return { host: toSshHost(row), credential }
    },

    async remove(actor, id) {
      const row = await find(id)
      const removed = await journal.commit([store.sshHosts.remove(id)], event('ssh_host.deleted', actor, row))
      if (!removed) throw new KeywardError('not_found')
    },
  } satisfies SshHosts)

  async function find(id: string): Promise<SshHostRow> {
    return existing(await store.sshHosts.byId(id))
  }

  function newCredential() {
    const credential = mint(options.secretPrefix, 'host')
    return { credential, hash: digester.digest(credential.reveal()) }
  }

  function event(type: EventType, actor: Actor, row: SshHostRow) {
    return auditEvent(now(), actor, { type, subject: sshHostParty(row), userId: null })
  }
}

/** A host as events name it. */
export function sshHostParty({ id, name }: Pick<SshHostRow, 'id' | 'name'>): EventParty {
  return { kind: 'ssh_host', id, name }
}

function toSshHost({ id, name, groups, cidrs, disabled, createdAt, lastSeenAt }: SshHostRow): SshHost {
  return {
    id,
    name,
    groups,
    cidrs,
    disabled,
    createdAt: rfc3339(createdAt),
    lastSeenAt: rfc3339OrNull(lastSeenAt),
  }
}

function unique(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)]
}
