import type { HostApi } from '../../host/api.js'
import { dayMs } from '../../time.js'
import type { Diagnosed } from './check.js'
import { ok, warning } from './check.js'
import { every } from './pages.js'

const soonMs = 14 * dayMs
const idleMs = 90 * dayMs

/** Looks for SSH hosts that have not asked for a day, which sshd does at each login and its helper at each check. */
export async function hostFindings(
  { sshHosts }: Pick<HostApi, 'sshHosts'>,
  now: number,
): Promise<readonly Diagnosed[]> {
  const id = 'hosts.seen'
  const hosts = (await every((before) => sshHosts.list({ before }))).filter(({ disabled }) => !disabled)
  const silent = hosts.filter(
    ({ lastSeenAt, createdAt }) => now - Date.parse(lastSeenAt ?? createdAt) > dayMs,
  )
  if (silent.length === 0) return [ok(id, `${String(hosts.length)} hosts, each seen within a day`)]
  return [
    warning(
      id,
      `not seen for a day: ${silent.map(({ name }) => name).join(', ')}`,
      'run `keyward-authorized-keys --check` there; disable a host that is gone',
    ),
  ]
}

/** Looks for keys of service accounts that nobody uses, and for those that end soon. */
export async function serviceKeyFindings(
  { serviceAccounts }: Pick<HostApi, 'serviceAccounts'>,
  now: number,
): Promise<readonly Diagnosed[]> {
  const accounts = await every((before) => serviceAccounts.list({ before }))
  const lists = await Promise.all(
    accounts.map(async ({ id, name }) => {
      const { rows } = await serviceAccounts.keys.list(id, { limit: 100 })
      return rows.filter(({ disabled }) => !disabled).map((key) => ({ ...key, label: `${name}/${key.name}` }))
    }),
  )
  const keys = lists.flat()
  const unused = keys.filter(
    ({ lastUsedAt, createdAt }) => now - Date.parse(lastUsedAt ?? createdAt) > idleMs,
  )
  const ending = keys.filter(({ expiresAt }) => expiresAt !== null && Date.parse(expiresAt) - now < soonMs)
  return [
    unused.length === 0
      ? ok('service-keys.unused', `${String(keys.length)} keys, each used within 90 days`)
      : warning(
          'service-keys.unused',
          `not used for 90 days: ${labels(unused)}`,
          'delete what nobody misses: disable it first',
        ),
    ending.length === 0
      ? ok('service-keys.ending', 'none ends within 14 days')
      : warning(
          'service-keys.ending',
          `ended, or end within 14 days: ${labels(ending)}`,
          'rotate them, and give the new secret to the program',
        ),
  ]
}

function labels(keys: readonly { readonly label: string }[]): string {
  return keys.map(({ label }) => label).join(', ')
}
