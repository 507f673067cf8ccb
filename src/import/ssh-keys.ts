import type { Core } from '../core.js'
import { parseName } from '../credentials/name.js'
import { unendedList } from '../credentials/own-list.js'
import type { Actor } from '../events.js'
import type { Policy } from '../policy/policy.js'
import { chooseSshEnd } from '../ssh/expiry.js'
import { checkNewSshKey, newSshKeyRow } from '../ssh/new-ssh-key.js'
import type { PublicKey } from '../ssh/public-key.js'
import { parsePublicKey } from '../ssh/public-key.js'
import { addingSshKey, maxSshKeysPerUser } from '../ssh/ssh-key.js'
import type { SshKeyRow } from '../store/ssh-key.js'
import type { ImportedSshKey } from './imported-user.js'
import { judgeKeys } from './keys.js'
import type { Owner } from './owner.js'
import type { Part } from './part.js'
import { checkSame, newPart, refusedField } from './part.js'

type Needs = Pick<Core, 'options' | 'store' | 'genuine'>

/** What a key is judged by. */
export interface KeyJudgement {
  readonly owner: Owner
  readonly actor: Actor
  readonly policy: Policy
  /** Throws 422 where an earlier line has the same key. */
  readonly once: (value: string, field: string) => void
}

/** Judges the SSH keys of a line: a key that is the user's already is the same, whatever they call it by now. */
export async function judgeSshKeys(
  core: Needs,
  given: readonly ImportedSshKey[],
  by: KeyJudgement,
): Promise<readonly Part[]> {
  if (given.length === 0) return []
  const { user, stored } = by.owner
  const own = stored ? await ownKeys(core, user.id) : []
  const names = own.map(({ nameKey }) => nameKey)
  return judgeKeys({ kind: 'sshKeys', given, names, room: maxSshKeysPerUser - own.length }, (key) =>
    judgeSshKey(core, key, by),
  )
}

async function judgeSshKey(core: Needs, given: ImportedSshKey, by: KeyJudgement): Promise<Part> {
  const key = parsePublicKey(given.publicKey)
  by.once(key.fingerprint, 'publicKey')
  const there = await core.store.sshKeys.byFingerprint(key.fingerprint)
  if (!there) return added(core, { given, key }, by)
  const { row } = there
  if (row.userId !== by.owner.stored?.id) throw refusedField('publicKey', 'key_in_use')
  checkSame({ expiresAt: given.expiresAt === undefined || given.expiresAt === row.expiresAt })
  return { kind: 'sshKeys', state: 'same' }
}

function added(
  core: Needs,
  { given, key }: { readonly given: ImportedSshKey; readonly key: PublicKey },
  { owner, policy, actor }: KeyJudgement,
): Part {
  checkNewSshKey(key, policy)
  const at = core.options.now()
  const life = chooseSshEnd(given.expiresAt, policy, at)
  const name = parseName(given.name)
  return newPart('sshKeys', () => {
    const row = newSshKeyRow(core, { userId: owner.user.id, key, name, at, ...life })
    return Promise.resolve(addingSshKey(core.store, row, actor))
  })
}

async function ownKeys({ store, options }: Needs, userId: string): Promise<readonly SshKeyRow[]> {
  const all = { ...unendedList(maxSshKeysPerUser, options.now()), endedSince: null }
  return (await store.sshKeys.list(userId, all)).rows
}
