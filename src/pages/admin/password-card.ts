import type { AdminUser } from '../../admin/admin-user.js'
import type { Secret } from '../../crypto/secret.js'
import type { Services } from '../../http/services.js'
import type { Html } from '../elements/html.js'
import { html } from '../elements/html.js'
import { secretCard, wasShown } from '../elements/secret-card.js'
import { plainSentence } from '../elements/sentence.js'
import { readOnce } from '../elements/shown-once.js'
import { adminUserTexts } from '../messages/admin/admin-users.js'
import type { SessionVisit } from '../visit/visit.js'
import { usersPath } from './user-page.js'

/** What stands over the page of a user whose temporary password its address asks for: the card that shows it or, from then on, that it was shown. */
export async function shownPassword(
  services: Services,
  visit: SessionVisit,
  user: AdminUser,
): Promise<Html | null> {
  if (visit.query('made') !== user.id || visit.query('what') !== '') return null
  const secret = await readOnce(services, visit, { purpose: 'temporary_password', subject: user.id })
  return secret ? passwordCard(visit, user, secret) : wasShown(visit, 'temporary_password', user.username)
}

/** The card that shows a temporary password. */
export function passwordCard(visit: SessionVisit, { id, username }: AdminUser, secret: Secret): Html {
  const texts = visit.text(adminUserTexts)
  return secretCard(visit, {
    name: username,
    facts: [],
    copyNow: texts.passwordNow,
    label: plainSentence(texts.passwordLabel, { name: username }),
    value: secret.reveal(),
    use: html`<p>${texts.passwordUse}</p>`,
    done: visit.url(`${usersPath}/${id}`),
  })
}
