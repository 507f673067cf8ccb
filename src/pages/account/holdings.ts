import type { Services } from '../../http/services.js'
import type { SessionVisit } from '../visit/visit.js'

/** How many credentials of a kind somebody has that still work. */
export interface Held {
  readonly kind: 'apiKeys' | 'tokens' | 'sshKeys' | 'sshPrivateKeys'
  /** The section that lists them. */
  readonly path: string
  readonly count: number
}

const sections = {
  apiKeys: '/account/api-keys',
  tokens: '/account/tokens',
  sshKeys: '/account/ssh-keys',
  sshPrivateKeys: '/account/ssh-private-keys',
} as const

/** Counts the credentials of each kind that has a section. */
export async function heldBy(services: Services, visit: SessionVisit): Promise<readonly Held[]> {
  const { user } = visit.principal
  const kinds = (['apiKeys', 'tokens', 'sshKeys', 'sshPrivateKeys'] as const).filter((kind) =>
    visit.theme.shows(sections[kind]),
  )
  return Promise.all(
    kinds.map(async (kind): Promise<Held> => {
      const { total } = await services[kind].list(user, {
        limit: 1,
        at: null,
        q: null,
        sort: 'created',
        // SSH private keys do not end.
        status: kind === 'sshPrivateKeys' ? null : 'active',
      })
      return { kind, path: sections[kind], count: total }
    }),
  )
}
