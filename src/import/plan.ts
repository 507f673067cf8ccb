import type { Core } from '../core.js'
import type { PasswordHashes } from '../credentials/password-hashes.js'
import type { FieldError } from '../errors.js'
import type { Actor } from '../events.js'
import type { Policy } from '../policy/policy.js'
import { judgeApiKeys } from './api-keys.js'
import type { ImportedUser } from './imported-user.js'
import { readImportedUser } from './imported-user.js'
import type { ImportCounts, ImportOutcome } from './outcome.js'
import { none } from './outcome.js'
import type { Owner } from './owner.js'
import { judgeUser, ownerOf } from './owner.js'
import type { Part } from './part.js'
import { judged, newPart } from './part.js'
import type { Seen } from './seen.js'
import { judgeSshKeys } from './ssh-keys.js'
import { judgeTotp } from './totp.js'

/** A line that is to be brought in, with its number. */
export interface NumberedLine {
  readonly line: number
  readonly given: unknown
}

/** What a line comes to: `null` = it is blank. */
export type Plan = readonly Part[] | null

/** Judges a line by what is there. */
export type Judge = (line: NumberedLine) => Promise<Plan>

/** What a line is judged by. */
export interface PlanContext {
  readonly actor: Actor
  readonly seen: Seen
  readonly policyFor: (owner: { readonly organizationId: string | null }) => Promise<Policy>
}

/** What a plan is made of. */
export type PlanNeeds = Pick<Core, 'options' | 'store' | 'digester' | 'sealer' | 'genuine' | 'policyFor'>

/** Judges a line by the rules of the calls that make each thing of it, and by what is there; writes nothing. */
export async function planOf(
  core: PlanNeeds,
  passwords: PasswordHashes,
  { line, given, ...context }: NumberedLine & PlanContext,
): Promise<Plan> {
  const parts: Part[] = []
  const read = await judged('users', '', async () => {
    const user = readImportedUser(given)
    if (user) parts.push(...(await partsOf(core, passwords, { line, ...context, given: user })))
    return { kind: 'users', state: 'same' }
  })
  if (read.state === 'refused') return [read]
  return parts.length === 0 ? null : parts
}

async function partsOf(
  core: PlanNeeds,
  passwords: PasswordHashes,
  { line, given, actor, seen, policyFor }: NumberedLine & PlanContext & { readonly given: ImportedUser },
): Promise<readonly Part[]> {
  const owner = await ownerOf(core, given)
  const policy = await policyFor(owner.user)
  const { totp, sshKeys = [], apiKeys = [] } = given
  const once =
    (kind: 'ssh_key' | 'api_key') =>
    (value: string, field: string): void => {
      seen.once({ kind, value, field }, line)
    }
  const by = { owner, actor, policy }
  const user = await judged('users', '', () => {
    seen.once({ kind: 'user', value: nameOf(owner), field: fieldOf(given) }, line)
    return judgeUser(core, passwords, { given, owner, actor })
  })
  const theirs = [
    ...(totp ? [await judged('totp', 'totp', () => judgeTotp(core, totp, by))] : []),
    ...(await judgeSshKeys(core, sshKeys, { ...by, once: once('ssh_key') })),
    ...(await judgeApiKeys(core, apiKeys, { ...by, once: once('api_key') })),
  ]
  return [user, ...(owner.stored ? theirs.map((part) => underAccount(core, owner, part)) : theirs)]
}

/** What is brought to somebody who is there stands under their account, which a user of the app's may not have yet. */
function underAccount({ store }: PlanNeeds, { user }: Owner, part: Part): Part {
  if (part.state !== 'new') return part
  return newPart(part.kind, async () => {
    const { changes, event } = await part.prepare()
    return { changes: [store.accounts.ensure(user.id), ...changes], event }
  })
}

/** What comes of a plan: all of it, or nothing. */
export function outcomeOf(line: number, plan: Plan): ImportOutcome {
  if (plan === null) return { line, status: 'blank', made: none, same: none, errors: [] }
  const errors = plan.flatMap((part) => (part.state === 'refused' ? part.errors : []))
  if (errors.length > 0) return refusedOutcome(line, errors)
  const made = countsOf(plan, 'new')
  const status = plan.some(({ state }) => state === 'new') ? 'new' : 'same'
  return { line, status, made, same: countsOf(plan, 'same'), errors: [] }
}

/** What comes of a line that is refused. */
export function refusedOutcome(line: number, errors: readonly FieldError[]): ImportOutcome {
  return { line, status: 'refused', made: none, same: none, errors }
}

function countsOf(plan: readonly Part[], state: Part['state']): ImportCounts {
  const of = (kind: Part['kind']): number =>
    plan.filter((part) => part.kind === kind && part.state === state).length
  return { users: of('users'), totp: of('totp'), sshKeys: of('sshKeys'), apiKeys: of('apiKeys') }
}

function nameOf({ user, stored }: Owner): string {
  return stored ? `id ${user.id}` : `name ${user.username.toLowerCase()}`
}

function fieldOf({ userId }: ImportedUser): string {
  return userId === undefined ? 'username' : 'userId'
}
