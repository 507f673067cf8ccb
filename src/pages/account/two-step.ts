import type { OwnSecurityKey } from '../../account/own-factors.js'
import type { Reauthenticated } from '../../account/reauthentication.js'
import { withQuery } from '../../auth/with-query.js'
import { actorOf } from '../../client.js'
import type { EventType } from '../../events.js'
import type { Route } from '../../http/route.js'
import type { Services } from '../../http/services.js'
import { reissuedCookie } from '../../http/sign-in-reply.js'
import type { Confirmation } from '../elements/confirmation.js'
import { confirmationPage } from '../elements/confirmation.js'
import { form, textField } from '../elements/field.js'
import { html } from '../elements/html.js'
import type { PageContent } from '../elements/page.js'
import type { Problem } from '../elements/problem.js'
import { problemSummary } from '../elements/problem.js'
import { recoveryCodesPage } from '../elements/recovery-codes.js'
import { hasFactor } from '../../policy/enforcement.js'
import { authenticatorRoutes } from '../factors/authenticator.js'
import { newKeyRoutes } from '../factors/new-key.js'
import { controlTexts } from '../messages/controls.js'
import { enrolmentTexts } from '../messages/enrolment.js'
import { twoStepTexts } from '../messages/two-step.js'
import type { PageRouter, Section } from '../site/section.js'
import type { SessionVisit } from '../visit/visit.js'
import { seeOther } from '../visit/visit.js'
import {
  appRemovalOf,
  keyRemovalOf,
  place,
  renewalOf,
  turningOffOf,
  twoStepPage,
  twoStepPath,
} from './two-step-page.js'

/** A factor, or all of them, that can be removed once that is confirmed. */
interface Removal {
  readonly path: string
  readonly event: EventType
  confirmation(visit: SessionVisit): Promise<Confirmation>
  remove(visit: SessionVisit): Promise<Reauthenticated>
}

const key = `${twoStepPath}/security-keys/:id`

/** 2-step verification in the account: what is on, and turning it on and off. */
export const twoStepSection: Section = {
  path: twoStepPath,
  label: { en: twoStepTexts.en.row, de: twoStepTexts.de.row },
  group: 'sign-in',
  icon: 'shield',
  state: async ({ factors }, visit) => {
    const { on, off } = visit.text(twoStepTexts)
    const enabled = visit.user !== null && hasFactor(await factors.of(visit.user.id))
    return enabled
      ? html`<span class="kw-label kw-success-label">${on}</span>`
      : html`<span class="kw-label">${off}</span>`
  },
  routes: (router) => [
    router.get(twoStepPath, { level: 'limited', handler: (visit) => overview(router.services, visit) }),
    ...authenticatorRoutes(router, place),
    ...newKeyRoutes(router, place),
    ...renamingRoutes(router),
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
      confirmation: async (visit) => appRemovalOf(visit),
      remove: ({ client, principal }) => factorRemoval.removeTotp(client, principal),
    },
    {
      path: `${key}/removal`,
      event: 'security_key.removed',
      confirmation: async (visit) => keyRemovalOf(visit, await keyOf(services, visit)),
      remove: ({ client, principal, param }) =>
        factorRemoval.removeSecurityKey(client, principal, param('id')),
    },
    {
      path: `${twoStepPath}/off`,
      event: 'mfa.disabled',
      confirmation: async (visit) => turningOffOf(visit),
      remove: ({ client, principal }) => factorRemoval.turnOff(client, principal),
    },
  ]
}

/** The routes of a removal. Where the policy demands what would go, the page shows the reason and asks again. */
function removalRoutes({ services, get, post }: PageRouter, removal: Removal): readonly Route[] {
  const { path, event, confirmation, remove } = removal
  return [
    get(path, {
      level: 'session',
      handler: async (visit) => confirmationPage(visit, await confirmation(visit)),
    }),
    post(path, {
      level: 'recent',
      again: async (visit, problem) =>
        confirmationPage(visit, await confirmation(visit), problemSummary(visit, problem, {})),
      handler: async (visit) => {
        const cookies = reissuedCookie(await remove(visit), services.options)
        return seeOther(withQuery(visit.url(twoStepPath), { done: event }), cookies)
      },
    }),
  ]
}

function renamingRoutes({ services, get, post }: PageRouter): readonly Route[] {
  return [
    get(key, { level: 'session', handler: (visit) => renamePage(services, visit, null) }),
    post(key, {
      level: 'session',
      again: (visit, problem) => renamePage(services, visit, problem),
      handler: async (visit) => {
        const to = { id: visit.param('id'), name: visit.form.text('name') }
        await services.factorRemoval.renameSecurityKey(visit.client, visit.principal, to)
        return seeOther(withQuery(visit.url(twoStepPath), { done: 'security_key.renamed' }))
      },
    }),
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
        const shown = { occasion: 'renewed', next: visit.url(twoStepPath), section: twoStepPath } as const
        return recoveryCodesPage(visit, { ...shown, codes })
      },
    }),
  ]
}

async function renamePage(
  services: Services,
  visit: SessionVisit,
  problem: Problem | null,
): Promise<PageContent> {
  const found = await keyOf(services, visit)
  const texts = visit.text(enrolmentTexts)
  const { save, cancel } = visit.text(controlTexts)
  const title = visit.text(twoStepTexts).renameTitle
  const value = problem ? visit.form.text('name') : found.name
  return {
    title,
    section: twoStepPath,
    main: html`<h1>${title}</h1>
      ${problemSummary(visit, problem, { name: texts.keyName })}
      ${form(visit, { action: visit.url(`${twoStepPath}/security-keys/${found.id}`) }, [
        textField({ name: 'name', label: texts.keyName, value, maxlength: 100, problem, autofocus: true }),
        html`<div class="kw-buttons">
          <button class="kw-button kw-primary">${save}</button>
          <a class="kw-button" href="${visit.url(twoStepPath)}">${cancel}</a>
        </div>`,
      ])}`,
  }
}

function keyOf({ factors }: Services, { principal, param }: SessionVisit): Promise<OwnSecurityKey> {
  return factors.securityKey(principal.user.id, param('id'))
}
