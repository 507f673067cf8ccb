import type { AdminUser } from '../../admin/admin-user.js'
import { withQuery } from '../../auth/with-query.js'
import type { Secret } from '../../crypto/secret.js'
import type { PageContent } from '../elements/page.js'
import type { Reply, Route } from '../../http/route.js'
import type { Services } from '../../http/services.js'
import { confirmationPage } from '../elements/confirmation.js'
import type { Html } from '../elements/html.js'
import { html } from '../elements/html.js'
import { secretCard, wasShown } from '../elements/secret-card.js'
import { plainSentence } from '../elements/sentence.js'
import { holderIn, readOnce, showOnce, whereShown } from '../elements/shown-once.js'
import { adminUserTexts } from '../messages/admin/admin-users.js'
import type { PageRouter } from '../site/section.js'
import type { SessionVisit } from '../visit/visit.js'
import { actorIn } from '../visit/visit.js'
import { userPage, usersPath } from './user-page.js'

/** The pages that make an invitation: one asks, and the user's own shows the link, once. */
export function invitationRoutes({ services, get, post }: PageRouter): readonly Route[] {
  const own = `${usersPath}/:id/invitation`
  return [
    get(own, {
      level: 'admin',
      handler: async (visit) => {
        const user = await services.users.get(visit.param('id'))
        const texts = visit.text(adminUserTexts)
        return confirmationPage(visit, {
          id: 'invitation',
          path: `${usersPath}/${user.id}/invitation`,
          question: texts.inviteTitle,
          name: user.username,
          consequence: texts.inviteHint,
          button: texts.invite,
          harmless: true,
          section: usersPath,
        })
      },
    }),
    post(own, {
      level: 'admin',
      once: usersPath,
      handler: async (visit) => invite(services, visit, await services.users.get(visit.param('id'))),
    }),
  ]
}

/** What stands over the page of a user whose invitation its address asks for: the card that shows it or, from then on, that it was shown. */
export async function shownInvitation(
  services: Services,
  visit: SessionVisit,
  user: AdminUser,
): Promise<Html | null> {
  if (visit.query('made') !== user.id || visit.query('what') !== 'invitation') return null
  const link = await readOnce(services, visit, { purpose: 'invitation', subject: user.id })
  return link ? invitationCard(services, visit, { user, link }) : wasShown(visit, 'invitation', user.username)
}

/** Makes a link for a user without a password, and leads to their page, which shows it once. */
export async function invite(
  services: Services,
  visit: SessionVisit,
  user: AdminUser,
): Promise<PageContent | Reply> {
  const { url: link } = await services.oneTimeLinks.invite(actorIn(visit), user.id)
  return showOnce(services, {
    purpose: 'invitation',
    subject: user.id,
    secret: link,
    holder: holderIn(visit),
    location: withQuery(whereShown(visit, `${usersPath}/${user.id}`, user.id), { what: 'invitation' }),
    atOnce: () => {
      const banner = invitationCard(services, visit, { user, link })
      return userPage(visit, user, { fields: user, problem: null, banner })
    },
  })
}

function invitationCard(
  { options }: Services,
  visit: SessionVisit,
  { user, link }: { readonly user: AdminUser; readonly link: Secret },
): Html {
  const texts = visit.text(adminUserTexts)
  return secretCard(visit, {
    name: user.username,
    facts: [],
    copyNow: texts.inviteNow,
    label: plainSentence(texts.inviteLabel, { name: user.username }),
    value: link.reveal(),
    use: html`<p>${texts.inviteUse} ${options.notify !== undefined && texts.inviteTold}</p>`,
    done: visit.url(`${usersPath}/${user.id}`),
  })
}
