import type { WaitingFor, WaitingHolder, WaitingPurpose } from '../../auth/waiting-secrets.js'
import { withQuery } from '../../auth/with-query.js'
import type { Secret } from '../../crypto/secret.js'
import type { Reply } from '../../http/route.js'
import type { Services } from '../../http/services.js'
import type { SessionVisit, Visit } from '../visit/visit.js'
import { seeOther } from '../visit/visit.js'
import type { PageContent } from './page.js'

type Waiting = Pick<Services, 'waitingSecrets'>

/** A secret that was just made, and the page that shows it. */
interface NewSecret extends WaitingFor {
  readonly secret: Secret
  /** The session that the page shows it to. */
  readonly holder: WaitingHolder
  /** The address of the page that shows it. */
  readonly location: string
  /** Set-Cookie lines. */
  readonly cookies?: readonly string[]
  /** Makes such a page, for when the secret cannot wait for it. */
  atOnce(secret: Secret): PageContent | Promise<PageContent>
}

/** A secret that the address of a page asks for. */
interface AskedSecret {
  /** The id of what it belongs to. */
  readonly subject: string
  /** `null` = it was shown already, or waits no longer, or for another session. */
  readonly secret: Secret | null
}

/**
 * Has a new secret wait for the page that shows it, and leads there: a refresh of that page, or a way back to it, sends no form again.
 * Where the secret cannot wait, this answer shows it, since it must not be lost to an outage.
 */
export async function showOnce({ waitingSecrets }: Waiting, shown: NewSecret): Promise<PageContent | Reply> {
  const { secret, holder, location, cookies, atOnce, purpose, subject } = shown
  const waits = await waitingSecrets.put(holder, { purpose, subject }, secret).catch(() => false)
  return waits ? seeOther(location, cookies) : { ...(await atOnce(secret)), cookies }
}

/** The session of a visit, as secrets wait for it. */
export function holderIn({ principal }: Pick<SessionVisit, 'principal'>): WaitingHolder {
  return { userId: principal.user.id, sessionId: principal.session.row.id }
}

/** The address of a page that shows the secret of what has this id. */
export function whereShown(visit: Pick<Visit, 'url'>, path: string, subject: string): string {
  return withQuery(visit.url(path), { made: subject })
}

/** Reads the secret that a page's address asks for; `null` = it asks for none. */
export async function askedSecret(
  services: Waiting,
  visit: SessionVisit,
  purpose: WaitingPurpose,
): Promise<AskedSecret | null> {
  const subject = visit.query('made')
  return subject === '' ? null : { subject, secret: await readOnce(services, visit, { purpose, subject }) }
}

/** Reads a secret that waits for this visit; `null` = none does. */
export async function readOnce(
  { waitingSecrets }: Waiting,
  { client, principal }: SessionVisit,
  what: WaitingFor,
): Promise<Secret | null> {
  // HEAD comes here as well: whoever asks for the headers alone must not use a secret up.
  return client.method === 'GET' ? waitingSecrets.take(principal, what) : null
}
