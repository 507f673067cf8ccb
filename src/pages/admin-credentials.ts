import type { AdminCredential, CredentialSearch } from '../admin/credentials.js'
import { actorOf } from '../auth/client.js'
import type { Services } from '../http/services.js'
import type { CredentialKind } from '../store/credential.js'
import { credentialKinds } from '../store/credential.js'
import type { Confirmation } from './confirmation.js'
import { confirmationDialog, confirmationLink, confirmationPage } from './confirmation.js'
import { selectField, textField } from './field.js'
import { dateField, dayIn, filterForm, keptOf } from './filter.js'
import type { Html } from './html.js'
import { html } from './html.js'
import { adminCredentialTexts, kindTexts } from './messages/admin-credentials.js'
import { controlTexts } from './messages/controls.js'
import type { Page } from './page.js'
import type { Row } from './rows.js'
import { emptyState, expiryFact, pager, requestedPage, rowList } from './rows.js'
import type { Section } from './section.js'
import { plainSentence, sentence } from './sentence.js'
import { moment } from './time.js'
import type { Visit } from './visit.js'
import { seeOther, withQuery } from './visit.js'

const path = '/account/admin/credentials'
const filters = ['kind', 'user', 'expiresBefore', 'unusedSince'] as const

const deleted = {
  ...{ api_key: 'api_key.deleted', token: 'token.deleted' },
  ...{ ssh_key: 'ssh_key.deleted', session: 'session.ended' },
} as const satisfies Readonly<Record<CredentialKind, string>>

/** Everybody's credentials, for administrators: the inventory and deletion. */
export const adminCredentialSection: Section = {
  path,
  label: { en: adminCredentialTexts.en.title, de: adminCredentialTexts.de.title },
  admin: true,
  routes: ({ services, get, post }) => [
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
        await services.credentials.remove(actorOf(visit.client, visit.principal.user), id)
        return seeOther(withQuery(visit.url(path), { done: deleted[kind] }))
      },
    }),
  ],
}

async function listPage(services: Services, visit: Visit): Promise<Page> {
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
  const kind = credentialKinds.find((one) => one === visit.query('kind'))
  const user = visit.query('user').trim() || undefined
  return {
    kind,
    user,
    expiresBefore: dayIn(visit, 'expiresBefore'),
    unusedSince: dayIn(visit, 'unusedSince'),
  }
}

function filterFields(visit: Visit): readonly Html[] {
  const texts = visit.text(adminCredentialTexts)
  const names = visit.text(kindTexts)
  const any = { value: '', label: visit.text(controlTexts).any }
  const kinds = credentialKinds.map((kind) => ({ value: kind, label: names[kind] }))
  return [
    selectField({ name: 'kind', label: texts.kind, value: visit.query('kind') }, [any, ...kinds]),
    textField({ name: 'user', label: texts.user, value: visit.query('user'), optional: true }),
    ...(['expiresBefore', 'unusedSince'] as const).map((name) =>
      dateField({ name, label: texts[name], value: visit.query(name) }),
    ),
  ]
}

function rowOf({ options }: Services, visit: Visit, one: AdminCredential): Row {
  const { locale } = visit
  const texts = visit.text(adminCredentialTexts)
  const { kind, user, hint, createdAt, lastUsedAt, expiresAt } = one
  const ends = {
    ...{ expires: texts.expires, soon: texts.expiresSoon, expired: texts.expired },
    never: texts.noExpiration,
  }
  // What always ends soon is not worth a warning.
  const style = kind === 'token' || kind === 'session' ? 'time' : 'date'
  return {
    name: html`<bdi>${nameOf(visit, one)}</bdi>`,
    aside: html`<p class="kw-aside">
      <span class="kw-label">${visit.text(kindTexts)[kind]}</span>
      <bdi>${user.username}</bdi> ${hint !== null && html`<code>${hint}</code>`}
    </p>`,
    facts: [
      sentence(texts.created, { date: moment(locale, createdAt) }),
      lastUsedAt === null
        ? texts.neverUsed
        : sentence(texts.lastUsed, { date: moment(locale, lastUsedAt, 'time') }),
      expiryFact(visit, { expiresAt, now: options.now(), style }, ends),
    ],
    actions: confirmationLink(visit, deletionOf(visit, one), visit.text(controlTexts).delete),
  }
}

function nameOf(visit: Visit, { name, kind }: Pick<AdminCredential, 'name' | 'kind'>): string {
  return name ?? visit.text(kindTexts)[kind]
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
