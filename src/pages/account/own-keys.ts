import type { OwnSecurityKey } from '../../account/own-factors.js'
import { withQuery } from '../../auth/with-query.js'
import type { Route } from '../../http/route.js'
import type { Services } from '../../http/services.js'
import type { Confirmation } from '../elements/confirmation.js'
import { confirmationLink } from '../elements/confirmation.js'
import { form, formButtons, textField } from '../elements/field.js'
import { html } from '../elements/html.js'
import type { Value } from '../elements/html.js'
import type { PageContent } from '../elements/page.js'
import type { Problem } from '../elements/problem.js'
import { problemSummary } from '../elements/problem.js'
import type { Row } from '../elements/list/rows.js'
import { sentence } from '../elements/sentence.js'
import { moment } from '../elements/time.js'
import { controlTexts } from '../messages/controls.js'
import { ownKeyTexts } from '../messages/own-keys.js'
import type { PageRouter } from '../site/section.js'
import type { SessionVisit, Visit } from '../visit/visit.js'
import { seeOther } from '../visit/visit.js'
import { removalRoutes } from './removal.js'

/** The page that lists security keys or passkeys: its address, and with what the addresses of each key begin. */
export interface KeyPlace {
  readonly kind: 'securityKey' | 'passkey'
  readonly section: string
  readonly keys: string
}

/** The routes by which one's own keys are renamed and removed. */
export function ownKeyRoutes(router: PageRouter, place: KeyPlace): readonly Route[] {
  const { services, get, post } = router
  const one = `${place.keys}/:id`
  return [
    get(one, { level: 'session', handler: (visit) => renamePage(services, visit, { place, problem: null }) }),
    post(one, {
      level: 'session',
      again: (visit, problem) => renamePage(services, visit, { place, problem }),
      handler: async (visit) => {
        const to = { id: visit.param('id'), name: visit.form.text('name') }
        await services.factorRemoval.renameSecurityKey(visit.client, visit.principal, to)
        return seeOther(withQuery(visit.url(place.section), { done: 'security_key.renamed' }))
      },
    }),
    ...removalRoutes(router, {
      path: `${one}/removal`,
      event: 'security_key.removed',
      back: place.section,
      confirmation: async (visit) => keyRemovalOf(visit, place, await keyOf(services, visit)),
      remove: ({ client, principal, param }) =>
        services.factorRemoval.removeSecurityKey(client, principal, param('id')),
    }),
  ]
}

/** The question whether a key is to be removed. */
export function keyRemovalOf(
  visit: Visit,
  { kind, section, keys }: KeyPlace,
  { id, name }: Pick<OwnSecurityKey, 'id' | 'name'>,
): Confirmation {
  const texts = visit.text(ownKeyTexts)[kind]
  return {
    id: `remove-${id}`,
    path: `${keys}/${id}/removal`,
    question: texts.removeTitle,
    name,
    consequence: texts.removeText,
    button: texts.remove,
    section,
  }
}

/** A key in a list. */
export function keyRow(visit: Visit, place: KeyPlace, key: OwnSecurityKey): Row {
  const texts = visit.text(ownKeyTexts)
  const { rename, remove } = visit.text(controlTexts)
  return {
    name: html`<bdi>${key.name}</bdi>`,
    facts: [
      ...usage(visit, key),
      key.passkey && place.kind === 'securityKey' && html`<span class="kw-label">${texts.isPasskey}</span>`,
      key.backedUp && html`<span class="kw-label">${texts.synced}</span>`,
      key.suspect && html`<span class="kw-label kw-danger-label">${texts.suspect}</span>`,
      key.altered && html`<span class="kw-label kw-danger-label">${texts.altered}</span>`,
    ],
    actions: html`<a class="kw-button kw-small" href="${visit.url(`${place.keys}/${key.id}`)}"
        >${rename}<span class="kw-hidden"> <bdi>${key.name}</bdi></span></a
      >
      ${confirmationLink(visit, keyRemovalOf(visit, place, key), remove)}`,
  }
}

/** When a factor was added, and when it was used last. */
export function usage(visit: Visit, row: Pick<OwnSecurityKey, 'createdAt' | 'lastUsedAt'>): Value[] {
  const texts = visit.text(ownKeyTexts)
  const { createdAt, lastUsedAt } = row
  return [
    sentence(texts.added, { date: moment(visit.locale, createdAt) }),
    lastUsedAt === null
      ? texts.neverUsed
      : sentence(texts.lastUsed, { date: moment(visit.locale, lastUsedAt) }),
  ]
}

async function renamePage(
  services: Services,
  visit: SessionVisit,
  { place, problem }: { readonly place: KeyPlace; readonly problem: Problem | null },
): Promise<PageContent> {
  const found = await keyOf(services, visit)
  const texts = visit.text(ownKeyTexts)
  const { save, cancel } = visit.text(controlTexts)
  const title = texts[place.kind].renameTitle
  const value = problem ? visit.form.text('name') : found.name
  return {
    title,
    section: place.section,
    main: html`<h1>${title}</h1>
      ${problemSummary(visit, problem, { name: texts.name })}
      ${form(visit, { action: visit.url(`${place.keys}/${found.id}`) }, [
        textField({ name: 'name', label: texts.name, value, maxlength: 100, problem, autofocus: true }),
        formButtons(save, visit.url(place.section), cancel),
      ])}`,
  }
}

function keyOf({ factors }: Services, { principal, param }: SessionVisit): Promise<OwnSecurityKey> {
  return factors.securityKey(principal.user.id, param('id'))
}
