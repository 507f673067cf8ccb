import type { Enroller } from '../../account/enrolment.js'
import type { Services } from '../../http/services.js'
import { demandOf } from '../../policy/enforcement.js'
import { html } from '../elements/html.js'
import type { PageContent } from '../elements/page.js'
import { problemSummary } from '../elements/problem.js'
import { appForm, authenticatorRoutes } from '../factors/authenticator.js'
import { newCodesRoutes } from '../factors/new-codes.js'
import type { EnrolmentPlace } from '../factors/enrolment-place.js'
import { keyLink, keysUnavailable, newKeyRoutes } from '../factors/new-key.js'
import { enrolmentTexts } from '../messages/factors/enrolment.js'
import { secondStepTexts } from '../messages/factors/second-step.js'
import type { Section } from '../site/section.js'
import type { Visit } from '../visit/visit.js'
import { seeOther } from '../visit/visit.js'
import { landing } from './sign-in.js'

/** The sign-in, as a place where factors are set up. */
const onTheWayIn: EnrolmentPlace = {
  path: '/sign-in/enrol',
  passkeys: '/sign-in/enrol/passkeys',
  next: landing,
}

/** Setting up the factor that the policy demands before it lets somebody in. */
export const enrolmentSection: Section = {
  routes: (router) => [
    router.get(onTheWayIn.path, {
      level: 'limitedOrTicket',
      handler: async (visit) =>
        visit.principal.session
          ? seeOther(visit.url(visit.theme.shows('/account/two-step') ? '/account/two-step' : '/account'))
          : demandPage(router.services, visit as Visit<Enroller>),
    }),
    ...authenticatorRoutes(router, onTheWayIn),
    ...newKeyRoutes(router, onTheWayIn),
    ...(router.services.options.passkeys ? newKeyRoutes(router, onTheWayIn, 'passkey') : []),
    ...newCodesRoutes(router, onTheWayIn),
  ],
}

function demandPage(services: Services, visit: Visit<Enroller>): PageContent {
  const texts = visit.text(enrolmentTexts)
  const key = demandOf(visit.principal.policy) === 'security_key'
  const useApp = { label: texts.useApp, rank: 'secondary' } as const
  return {
    title: texts.demandedTitle,
    main: html`<div class="kw-card">
      <h1>${texts.demandedTitle}</h1>
      ${key && problemSummary(visit, keysUnavailable(services, visit), {})}
      <p>${key ? texts.demandedKey : texts.demanded}</p>
      <div class="kw-buttons">
        ${keyLink(services, visit, { place: onTheWayIn })}
        ${services.options.passkeys && keyLink(services, visit, { place: onTheWayIn, kind: 'passkey' })}
        ${!key && appForm(visit, onTheWayIn, useApp)}
      </div>
      <div class="kw-others">
        <a class="kw-link" href="${visit.signIn({})}">${visit.text(secondStepTexts).startOver}</a>
      </div>
    </div>`,
  }
}
