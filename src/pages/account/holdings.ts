import type { Services } from '../../http/services.js'
import type { SessionVisit } from '../visit/visit.js'

/** How many credentials of a kind somebody has that still work. */
export interface Held {
  readonly kind: 'apiKeys' | 'tokens' | 'sshKeys' | 'sshPrivateKeys'
  /** The section that lists them. */
  readonly path: string
  readonly count: number
  /** Whether there are more than were counted. */
  readonly more: boolean
}

/** As many as are counted. */
const request = { limit: 100, before: null } as const

const sections = {
  apiKeys: '/account/api-keys',
  tokens: '/account/tokens',
  sshKeys: '/account/ssh-keys',
  sshPrivateKeys: '/account/ssh-private-keys',
} as const

/** Counts the credentials of each kind that has a section. */
export async function heldBy(services: Services, visit: SessionVisit): Promise<readonly Held[]> {
  const { user } = visit.principal
  const now = services.options.now()
  const kinds = (['apiKeys', 'tokens', 'sshKeys', 'sshPrivateKeys'] as const).filter((kind) =>
    visit.theme.shows(sections[kind]),
  )
  return Promise.all(
    kinds.map(async (kind): Promise<Held> => {
      const { rows, more } = await services[kind].list(user, request)
      const working = rows.filter((row) => !isOver(row, now))
      return { kind, path: sections[kind], count: working.length, more }
    }),
  )
}

function isOver(row: object, now: number): boolean {
  if ('disabled' in row && row.disabled === true) return true
  return 'expiresAt' in row && typeof row.expiresAt === 'string' && Date.parse(row.expiresAt) <= now
}
