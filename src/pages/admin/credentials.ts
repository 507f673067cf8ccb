import type { AdminCredential, CredentialSearch, InventoryKind } from '../../admin/credentials.js'
import { inventoryKinds } from '../../admin/credentials.js'
import { withQuery } from '../../auth/with-query.js'
import type { Route } from '../../http/route.js'
import type { Services } from '../../http/services.js'
import { readFingerprint } from '../../ssh/fingerprint.js'
import type { Confirmation } from '../elements/confirmation.js'
import { confirmationDialog, confirmationLink, confirmationPage } from '../elements/confirmation.js'
import { deviceOf } from '../../device-name.js'
import { expiryFact } from '../elements/expiry.js'
import { selectField, textField } from '../elements/field.js'
import { dateField, dayIn, filterForm, keptOf } from '../elements/list/filter.js'
import type { Html } from '../elements/html.js'
import { html } from '../elements/html.js'
import { lastUse } from '../elements/last-use.js'
import type { PageContent } from '../elements/page.js'
import type { Row } from '../elements/list/rows.js'
import { emptyState, pager, requestedPage, rowList } from '../elements/list/rows.js'
import { plainSentence, sentence } from '../elements/sentence.js'
import { moment } from '../elements/time.js'
import { adminCredentialTexts, kindTexts } from '../messages/admin/admin-credentials.js'
import { controlTexts } from '../messages/controls.js'
import type { PageRouter, Section } from '../site/section.js'
import type { SessionVisit, Visit } from '../visit/visit.js'
import { actorIn, seeOther } from '../visit/visit.js'
import { limitLink, limitRoutes } from './credential-limit.js'
import { accountsPath } from './service-account-page.js'
import { usersPath } from './user-page.js'

const path = '/account/admin/credentials'
const filters = ['kind', 'user', 'fingerprint', 'expiresBefore', 'unusedSince'] as const

const deleted = {
  api_key: 'api_key.deleted',
  token: 'token.deleted',
  ssh_key: 'ssh_key.deleted',
  session: 'session.ended',
} as const satisfies Readonly<Record<InventoryKind, string>>

/** The credentials of all users, for administrators: an inventory to search, and deletion. */
export const adminCredentialSection: Section = {
  path,
  label: (visit) => visit.text(adminCredentialTexts).title,
  admin: true,
  group: 'administration',
  icon: 'credentials',
  routes: (router) => [...inventoryRoutes(router), ...limitRoutes(router, path)],
}

function inventoryRoutes({ services, get, post }: PageRouter): readonly Route[] {
  return [
    get(path, { level: 'admin', handler: (visit) => listPage(services, visit) }),
    get(`${path}/:id/deletion`, {
      level: 'admin',
      handler: async (visit) => {
        const found = await services.credentials.get(visit.param('id'))
        return confirmationPage(visit, deletionOf(visit, found))
      },
    }),
    post(`${path}/:id/deletion`, {
      level: 'admin',
      handler: async (visit) => {
        const { kind, id } = await services.credentials.get(visit.param('id'))
        await services.credentials.remove(actorIn(visit), id)
        return seeOther(withQuery(visit.url(path), { done: deleted[kind] }))
      },
    }),
  ]
}

async function listPage(services: Services, visit: SessionVisit): Promise<PageContent> {
  const texts = visit.text(adminCredentialTexts)
  const found = await services.credentials.list(searchOf(visit), requestedPage(visit))
  const rows = found.rows.map((one) => rowOf(services, visit, one))
  return {
    title: texts.title,
    section: path,
    main: html`<h1>${texts.title}</h1>
      <p class="kw-intro">${texts.intro}</p>
      ${filterForm(visit, path, filterFields(visit))} ${rowList(rows, emptyState(texts.empty, ''))}
      ${pager(visit, path, { ...found, kept: keptOf(visit, filters) })}
      ${found.rows.map((one) => confirmationDialog(visit, deletionOf(visit, one)))}`,
  }
}

function searchOf(visit: Visit): CredentialSearch {
  const kind = inventoryKinds.find((one) => one === visit.query('kind'))
  const user = visit.query('user').trim() || undefined
  return {
    kind,
    user,
    fingerprint: fingerprintIn(visit),
    expiresBefore: dayIn(visit, 'expiresBefore'),
    unusedSince: dayIn(visit, 'unusedSince'),
  }
}

/** The fingerprint to look for; text that is none becomes '', which finds nothing. */
function fingerprintIn(visit: Visit): string | undefined {
  const text = visit.query('fingerprint').trim()
  return text === '' ? undefined : (readFingerprint(text) ?? '')
}

function filterFields(visit: Visit): readonly Html[] {
  const texts = visit.text(adminCredentialTexts)
  const names = visit.text(kindTexts)
  const any = { value: '', label: visit.text(controlTexts).any }
  const kinds = inventoryKinds.map((kind) => ({ value: kind, label: names[kind] }))
  return [
    selectField({ name: 'kind', label: texts.kind, value: visit.query('kind') }, [any, ...kinds]),
    textField({ name: 'user', label: texts.user, value: visit.query('user'), optional: true }),
    ...(['expiresBefore', 'unusedSince'] as const).map((name) =>
      dateField({ name, label: texts[name], value: visit.query(name) }),
    ),
    textField({
      name: 'fingerprint',
      label: texts.fingerprint,
      hint: texts.fingerprintHint,
      optional: true,
      value: visit.query('fingerprint'),
    }),
  ]
}

function rowOf({ options }: Services, visit: SessionVisit, one: AdminCredential): Row {
  const { locale } = visit
  const texts = visit.text(adminCredentialTexts)
  const { kind, user, hint, createdAt, lastUsedAt, expiresAt, ip } = one
  const now = options.now()
  const isOwn = one.id === visit.principal.session.row.id
  const name = html`<bdi>${user.username}</bdi>`
  const owners = user.kind === 'service' ? accountsPath : usersPath
  // Tokens and sessions always end soon, which is not worth a warning.
  const style = kind === 'token' || kind === 'session' ? 'time' : 'date'
  return {
    name: html`<bdi>${nameOf(visit, one)}</bdi
      >${isOwn && html` <span class="kw-label kw-success-label">${texts.own}</span>`}`,
    aside: html`<p class="kw-aside">
      <span class="kw-label">${visit.text(kindTexts)[kind]}</span>
      ${visit.theme.shows(owners) ? html`<a href="${visit.url(`${owners}/${user.id}`)}">${name}</a>` : name}
      ${hint !== null && html`<code>${hint}</code>`}
    </p>`,
    facts: [
      sentence(texts.created, { date: moment(locale, createdAt) }),
      lastUse(visit, { at: lastUsedAt, ip, now }),
      expiryFact(visit, { expiresAt, now, style }, texts),
    ],
    actions: [
      kind === 'api_key' && limitLink(visit, `${path}/${one.id}`, nameOf(visit, one)),
      confirmationLink(visit, deletionOf(visit, one), visit.text(controlTexts).delete),
    ],
  }
}

function nameOf(
  visit: Visit,
  { name, kind, userAgent }: Pick<AdminCredential, 'name' | 'kind' | 'userAgent'>,
): string {
  return name ?? deviceOf(userAgent) ?? visit.text(kindTexts)[kind]
}

function deletionOf(visit: Visit, one: AdminCredential): Confirmation {
  const texts = visit.text(adminCredentialTexts)
  const { id, user } = one
  return {
    id: `delete-${id}`,
    path: `${path}/${id}/deletion`,
    question: texts.deleteTitle,
    name: plainSentence(texts.of, { name: nameOf(visit, one), user: user.username }),
    consequence: texts.deleteText,
    button: texts.delete,
    section: path,
  }
}
