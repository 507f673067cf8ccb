import type { Core } from '../core.js'
import type { User } from '../identity.js'
import type { Policy } from '../policy/policy.js'
import type { OwnedList } from '../store/owned-list.js'
import type { CountedPage, CredentialSort, CredentialStatus, ListRequest } from '../store/page.js'
import { credentialSorts, credentialStatuses } from '../store/page.js'
import { dayMs } from '../time.js'
import { endingSoonMs } from './lifetime.js'
import { foldedName } from './name.js'

/** Which orders and statuses the lists of one kind of credential know: as far as the kind has what they are about. */
export interface ListKind {
  readonly sorts: readonly CredentialSort[]
  readonly statuses: readonly CredentialStatus[]
}

/** Lists of API keys. */
export const apiKeyLists: ListKind = Object.freeze({ sorts: credentialSorts, statuses: credentialStatuses })
/** Lists of credentials that end and cannot be disabled: tokens and SSH keys. */
export const endingLists: ListKind = Object.freeze({
  sorts: credentialSorts,
  statuses: credentialStatuses.filter((status) => status !== 'disabled'),
})
/** Lists of credentials that neither end nor can be disabled: SSH private keys. */
export const endlessLists: ListKind = Object.freeze({
  sorts: credentialSorts.filter((sort) => sort !== 'expires'),
  statuses: ['active', 'unused'] as const,
})

/** How long a credential that was used once must not have been used to count as unused. */
const unusedMs = 90 * dayMs

/** What the store needs to know to read a list: `longestMs` is the longest life that the owner's policy allows. */
export function ownedList(
  { limit, at, q, status, sort }: ListRequest,
  { now, longestMs, endedSince }: Pick<OwnedList, 'longestMs' | 'endedSince'> & { readonly now: number },
): OwnedList {
  // A text of nothing but blanks and invisible characters asks for nothing.
  const nameHas = q === null ? null : foldedName(q) || null
  return { ...everything, limit, at, sort, nameHas, ...conditionsOf(status, now), longestMs, endedSince }
}

/** The policy for a user, read while what is remembered of uses is written: a list shows it then. */
export async function policyOnceFlushed(
  { usage, policyFor }: Pick<Core, 'usage' | 'policyFor'>,
  user: Pick<User, 'organizationId'>,
): Promise<Policy> {
  const [policy] = await Promise.all([policyFor(user), usage.flush()])
  return policy
}

/** What the store needs to know to read those that have not ended by themselves at `now`, newest first. */
export function unendedList(limit: number, now: number): OwnedList {
  return { ...everything, limit, endedSince: now }
}

/** A page with each row as its owner sees it. */
export function pageOf<Row, Shown>(found: CountedPage<Row>, show: (row: Row) => Shown): CountedPage<Shown> {
  return { ...found, rows: found.rows.map((row) => show(row)) }
}

const everything: Omit<OwnedList, 'limit'> = {
  at: null,
  sort: 'created',
  nameHas: null,
  disabled: null,
  endsAfter: null,
  endsBy: null,
  unusedSince: null,
  longestMs: null,
  endedSince: null,
}

function conditionsOf(status: CredentialStatus | null, now: number): Partial<OwnedList> {
  switch (status) {
    case 'active':
      return { disabled: false, endsAfter: now }
    case 'expiring':
      return { disabled: false, endsAfter: now, endsBy: now + endingSoonMs }
    case 'expired':
      return { disabled: false, endsBy: now }
    case 'disabled':
      return { disabled: true }
    case 'unused':
      return { unusedSince: now - unusedMs }
    case null:
      return {}
  }
}
