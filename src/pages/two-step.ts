import { actorOf } from '../auth/client.js'
import type { Reauthenticated, SessionPrincipal } from '../auth/reauthentication.js'
import { standingOf } from '../auth/standing.js'
import { KeywardError } from '../errors.js'
import type { EventType } from '../events.js'
import type { Route } from '../http/route.js'
import type { Services } from '../http/services.js'
import { reissuedCookie } from '../http/sign-in-reply.js'
import { demandOf, hasFactor } from '../policy/enforcement.js'
import type { SecurityKeyRow } from '../store/security-key.js'
import type { Confirmation } from './confirmation.js'
import { confirmationPage } from './confirmation.js'
import { enrolmentRoutes } from './enrolment.js'
import { form, textField } from './field.js'
import { html } from './html.js'
import { controlTexts } from './messages/controls.js'
import { enrolmentTexts } from './messages/enrolment.js'
import { twoStepTexts } from './messages/two-step.js'
import type { Page } from './page.js'
import type { Problem } from './problem.js'
import { problemSummary } from './problem.js'
import { recoveryCodesPage } from './recovery-codes.js'
import type { Section, Site } from './section.js'
import {
  appRemovalOf,
  keyRemovalOf,
  place,
  renewalOf,
  turningOffOf,
  twoStepPage,
  twoStepPath,
} from './two-step-page.js'
import type { Visit } from './visit.js'
import { seeOther, withQuery } from './visit.js'

type Owner = Visit<SessionPrincipal>

/** Something that is taken away, once that is confirmed. */
interface Removal {
  readonly path: string
  readonly event: EventType
  confirmation(visit: Owner): Promise<Confirmation>
  remove(visit: Owner): Promise<Reauthenticated>
}

const key = `${twoStepPath}/security-keys/:id`

/** 2-step verification: what is on, and turning it on and off. */
export const twoStepSection: Section = {
  path: twoStepPath,
  label: { en: twoStepTexts.en.title, de: twoStepTexts.de.title },
  routes: (site) => [
    site.get(twoStepPath, { level: 'limited', handler: (visit) => overview(site.services, visit) }),
    ...enrolmentRoutes(site, place),
    ...renamingRoutes(site),
    ...removals(site.services).flatMap((removal) => removalRoutes(site, removal)),
    ...renewalRoutes(site),
  ],
}

async function overview(services: Services, visit: Owner): Promise<Page> {
  const { user, policy, session } = visit.principal
  const [{ factors, satisfied, deadline, due }, app, keys] = await Promise.all([
    standingOf(services, user, policy, session.row.amr),
    services.store.totp.read(user.id, 'active'),
    services.store.securityKeys.list(user.id),
  ])
  return twoStepPage(visit, {
    ...{ app, keys, satisfied, deadline, due },
    enabled: hasFactor(factors),
    codesLeft: factors.recoveryCodes,
    demand: demandOf(policy),
  })
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

/** Refused with the reason where the policy demands what would go. */
function removalRoutes({ services, get, post }: Site, removal: Removal): readonly Route[] {
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

function renamingRoutes({ services, get, post }: Site): readonly Route[] {
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

function renewalRoutes({ services, get, post }: Site): readonly Route[] {
  const path = `${twoStepPath}/recovery-codes`
  return [
    get(path, { level: 'session', handler: async (visit) => confirmationPage(visit, renewalOf(visit)) }),
    post(path, {
      level: 'recent',
      once: twoStepPath,
      again: async (visit, problem) =>
        confirmationPage(visit, renewalOf(visit), problemSummary(visit, problem, {})),
      handler: async (visit) => {
        const { user } = visit.principal
        const codes = await services.recovery.renew(actorOf(visit.client, user), user)
        const shown = { occasion: 'renewed', next: visit.url(twoStepPath), section: twoStepPath } as const
        return recoveryCodesPage(visit, { ...shown, codes })
      },
    }),
  ]
}

async function renamePage(services: Services, visit: Owner, problem: Problem | null): Promise<Page> {
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

async function keyOf({ store }: Services, { principal, param }: Owner): Promise<SecurityKeyRow> {
  const found = (await store.securityKeys.list(principal.user.id)).find(({ id }) => id === param('id'))
  if (!found) throw new KeywardError('not_found')
  return found
}
