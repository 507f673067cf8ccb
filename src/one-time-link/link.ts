import type { Core } from '../core.js'
import type { Mounts } from '../auth/mounts.js'
import { newId } from '../crypto/id.js'
import type { Secret } from '../crypto/secret.js'
import { mint, secret } from '../crypto/secret.js'
import { KeywardError, existing } from '../errors.js'
import type { Actor } from '../events.js'
import { userEvent } from '../admin/user-event.js'
import type { LinkKind } from '../notice/notice.js'
import type { OneTimeLinkKind } from '../store/one-time-link.js'
import type { UserRow } from '../store/user.js'
import { dayMs, hourMs, rfc3339 } from '../time.js'

/** A link that was made: it sets a password, once, for whoever has it. */
export interface OneTimeLink {
  /** What the user is to open. Its code is in the fragment, which browsers send to nobody. */
  readonly url: Secret
  /** Until when it works, RFC 3339. */
  readonly expiresAt: string
}

/** Makes one-time links. */
export interface LinkMaker {
  /** Makes a link for a user, whom `check` may refuse by throwing; 404 for an unknown id. */
  make(actor: Actor, userId: string, what: LinkToMake): Promise<OneTimeLink>
}

/** A link that is to be made. */
interface LinkToMake {
  readonly kind: OneTimeLinkKind
  /** What the user is told, so that the app can send them the link; left out where whoever asks for it hands it over. */
  readonly notice?: LinkKind
  check(user: UserRow): void
}

/** What each kind of link is called in its address. */
const kindsInUrls = { invitation: 'invitation', password_reset: 'password-reset' } as const
const kinds = ['invitation', 'password_reset'] as const
const lifetimesMs: Readonly<Record<OneTimeLinkKind, number>> = {
  invitation: 7 * dayMs,
  password_reset: hourMs,
}

type Needs = Pick<Core, 'options' | 'store' | 'digester' | 'journal' | 'outbox'>

/** Makes the maker of links; `mounts` says where the pages are that they lead to. */
export function linkMaker(core: Needs, mounts: Pick<Mounts, 'url'>): LinkMaker {
  const { options, store, digester, journal, outbox } = core
  return Object.freeze({
    async make(actor, userId, { kind, notice, check }) {
      const now = options.now()
      // A host's column may know several ways to write an id.
      const { id } = existing(await store.users.byId(userId))
      const securityEpoch = (await store.accounts.byId(id))?.securityEpoch ?? 0
      // The user is read after the epoch: a password that is set in between ends the link that it would have forbidden.
      const user = existing(await store.users.byId(id))
      check(user)
      const code = mint(options.secretPrefix, 'one_time_link').reveal()
      const expiresAt = now + lifetimesMs[kind]
      const row = { id: newId(now), userId: user.id, kind, securityEpoch, createdAt: now, expiresAt }
      const url = mounts.url(`/one-time-links/${kindsInUrls[kind]}#${code}`)
      const facts = { url, expiresAt: rfc3339(expiresAt), ip: actor.ip }
      const told = notice === undefined ? [] : await outbox.write({ kind: notice, user, facts })
      const done = await journal.commit(
        [
          store.accounts.ensure(user.id),
          store.accounts.still(user.id, securityEpoch),
          store.oneTimeLinks.insert({ ...row, ...digester.digest(code) }),
          ...told,
        ],
        userEvent('one_time_link.created', user, { actor, at: now }),
      )
      if (!done) throw new KeywardError('conflict')
      return { url: secret(url), expiresAt: facts.expiresAt }
    },
  } satisfies LinkMaker)
}

/** The kind of link that an address names; `null` = there is no such kind. */
export function kindInUrl(name: string): OneTimeLinkKind | null {
  return kinds.find((kind) => kindsInUrls[kind] === name) ?? null
}
