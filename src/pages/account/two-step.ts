import { actorOf } from '../../client.js'
import type { Route } from '../../http/route.js'
import type { Services } from '../../http/services.js'
import { confirmationPage } from '../elements/confirmation.js'
import { html } from '../elements/html.js'
import type { PageContent } from '../elements/page.js'
import { problemSummary } from '../elements/problem.js'
import { holderIn } from '../elements/shown-once.js'
import { standingOf } from '../elements/standing.js'
import { authenticatorRoutes } from '../factors/authenticator.js'
import { newCodesReply, newCodesRoutes } from '../factors/new-codes.js'
import { newKeyRoutes } from '../factors/new-key.js'
import { twoStepTexts } from '../messages/factors/two-step.js'
import type { PageRouter, Section } from '../site/section.js'
import type { SessionVisit } from '../visit/visit.js'
import { ownKeyRoutes } from './own-keys.js'
import type { Removal } from './removal.js'
import { removalRoutes } from './removal.js'
import {
  appRemovalOf,
  keyPlace,
  place,
  renewalOf,
  turningOffOf,
  twoStepPage,
  twoStepPath,
} from './two-step-page.js'

/** 2-step verification in the account: what is on, and turning it on and off. */
export const twoStepSection: Section = {
  path: twoStepPath,
  label: (visit) => visit.text(twoStepTexts).row,
  group: 'sign-in',
  icon: 'shield',
  state: async (services, visit) => {
    const { on, off } = visit.text(twoStepTexts)
    return (await standingOf(services, visit)).twoStep
      ? html`<span class="kw-label kw-success-label">${on}</span>`
      : html`<span class="kw-label">${off}</span>`
  },
  routes: (router) => [
    router.get(twoStepPath, { level: 'limited', handler: (visit) => overview(router.services, visit) }),
    ...authenticatorRoutes(router, place),
    ...newKeyRoutes(router, place),
    ...ownKeyRoutes(router, keyPlace),
    ...newCodesRoutes(router, place),
    ...removals(router.services).flatMap((removal) => removalRoutes(router, removal)),
    ...renewalRoutes(router),
  ],
}

async function overview(services: Services, visit: SessionVisit): Promise<PageContent> {
  return twoStepPage(services, visit, await services.factors.overview(visit.principal))
}

function removals(services: Services): readonly Removal[] {
  const { factorRemoval } = services
  return [
    {
      path: `${twoStepPath}/authenticator/removal`,
      event: 'totp.removed',
      back: twoStepPath,
      confirmation: async (visit) => appRemovalOf(visit),
      remove: ({ client, principal }) => factorRemoval.removeTotp(client, principal),
    },
    {
      path: `${twoStepPath}/off`,
      event: 'mfa.disabled',
      back: twoStepPath,
      confirmation: async (visit) => turningOffOf(visit),
      remove: ({ client, principal }) => factorRemoval.turnOff(client, principal),
    },
  ]
}

function renewalRoutes({ services, get, post }: PageRouter): readonly Route[] {
  const path = `${twoStepPath}/recovery-codes`
  return [
    get(path, { level: 'session', handler: async (visit) => confirmationPage(visit, renewalOf(visit)) }),
    post(path, {
      level: 'recent',
      once: twoStepPath,
      again: async (visit, problem) =>
        confirmationPage(visit, renewalOf(visit), problemSummary(visit, problem, {})),
      handler: async (visit) => {
        const { client, principal } = visit
        const codes = await services.recovery.renew(actorOf(client, principal.user), principal)
        return newCodesReply(services, visit, { place, codes, occasion: 'renewed', holder: holderIn(visit) })
      },
    }),
  ]
}
