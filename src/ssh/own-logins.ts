import type { Core } from '../core.js'
import type { User } from '../identity.js'
import { accountName, isSystemAccount } from '../policy/system-account.js'
import type { Page } from '../store/page.js'
import type { SshGrantRow } from '../store/ssh-grant.js'
import type { SshHostRow } from '../store/ssh-host.js'
import { fits, groupsOf } from './grant.js'

/** A login that the grants allow a user: the account, and the host by its name. */
interface OwnLogin {
  readonly account: string
  readonly host: string
}

/** Where a user may log in. */
interface OwnLogins {
  /** The account that goes by the user's own name; `null` where no host lets anybody in by that name. */
  readonly account: string | null
  /** In the order of the hosts, newest first. */
  readonly logins: readonly OwnLogin[]
  /** Whether there are more than these, or may be, since not all hosts were looked at. */
  readonly more: boolean
}

/** Tells users where their SSH keys let them in. */
export interface SshLogins {
  /** The first logins of a user. Hosts on which they are granted none are not told, nor those that are disabled. */
  of(user: User): Promise<OwnLogins>
}

const maxLogins = 20
const pageSize = 100
/** Where there are more hosts than this the others are not looked at, since people wait for the answer. */
const maxPages = 10

/** Makes the service. */
export function sshLogins({
  options,
  store,
  genuine,
}: Pick<Core, 'options' | 'store' | 'genuine'>): SshLogins {
  const { systemAccounts } = options.ssh
  return Object.freeze({
    async of(user) {
      const { grants } = await store.sshGrants.read()
      const own = grants.flatMap((grant) => grantFor(grant, user) ?? [])
      const found: OwnLogin[] = []
      let more = false
      if (own.length > 0) {
        for await (const page of hostPages()) {
          found.push(...page.rows.flatMap((host) => loginsAt(host, own)))
          more = page.more || found.length > maxLogins
          if (found.length > maxLogins) break
        }
      }
      return { account: ownAccount(user), logins: found.slice(0, maxLogins), more }
    },
  } satisfies SshLogins)

  /** A grant as far as it lets this user in; `null` where it does not, or where keyward did not write it. */
  function grantFor(grant: SshGrantRow, user: User): GrantedAccount | null {
    const account = grant.account ?? ownAccount(user)
    if (account === null) return null
    const asked = { account, systemAccounts }
    // Whoever is signed in is not disabled.
    if (!fits(grant, { ...user, disabled: false }, asked)) return null
    if (!genuine.sshGrants.fits(grant)) return null
    return { group: grant.group, account }
  }

  function ownAccount({ username }: User): string | null {
    return accountName.test(username) && !isSystemAccount(username, systemAccounts) ? username : null
  }

  async function* hostPages(): AsyncGenerator<Page<SshHostRow>> {
    let before: string | null = null
    for (let i = 0; i < maxPages; i++) {
      const page: Page<SshHostRow> = await store.sshHosts.list({ limit: pageSize, before })
      yield page
      before = page.rows.at(-1)?.id ?? null
      if (!page.more) return
    }
  }
}

interface GrantedAccount {
  readonly group: string
  readonly account: string
}

function loginsAt(host: SshHostRow, grants: readonly GrantedAccount[]): readonly OwnLogin[] {
  if (host.disabled) return []
  const groups = groupsOf(host)
  const accounts = grants.filter(({ group }) => groups.includes(group)).map(({ account }) => account)
  return [...new Set(accounts)].map((account) => ({ account, host: host.name }))
}
