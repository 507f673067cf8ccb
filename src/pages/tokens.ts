import { actorOf } from '../auth/client.js'
import type { SessionPrincipal } from '../auth/reauthentication.js'
import type { Token } from '../credentials/token.js'
import { KeywardError } from '../errors.js'
import type { Services } from '../http/services.js'
import type { Page as Stored } from '../store/page.js'
import type { Confirmation } from './confirmation.js'
import { confirmationLink, confirmationPage } from './confirmation.js'
import { form, formButtons, selectField, textField } from './field.js'
import type { Html } from './html.js'
import { heldList } from './held-list.js'
import { html } from './html.js'
import { controlTexts } from './messages/controls.js'
import { tokenTexts } from './messages/tokens.js'
import type { Page } from './page.js'
import type { Problem } from './problem.js'
import { problemSummary } from './problem.js'
import type { Row } from './rows.js'
import { emptyState, expiryFact, requestedPage } from './rows.js'
import { scopeFact, scopeField, scopesIn } from './scopes.js'
import { newBearerBanner } from './secret.js'
import type { Section } from './section.js'
import { plainSentence, sentence } from './sentence.js'
import { moment } from './time.js'
import type { Visit } from './visit.js'
import { seeOther, withQuery } from './visit.js'

type Owner = Visit<SessionPrincipal>

const path = '/account/tokens'

/** The owner's short-term tokens: the list, a form for another, revocation. */
export const tokenSection: Section = {
  path,
  label: { en: tokenTexts.en.title, de: tokenTexts.de.title },
  routes: ({ services, get, post }) => [
    get(path, {
      level: 'session',
      handler: async (visit) => listPage(services, visit, await list(services, visit)),
    }),
    get(`${path}/new`, { level: 'session', handler: (visit) => newPage(services, visit, null) }),
    post(path, {
      level: 'recent',
      once: path,
      again: (visit, problem) => newPage(services, visit, problem),
      handler: (visit) => create(services, visit),
    }),
    get(`${path}/:id/revocation`, {
      level: 'session',
      handler: async (visit) => confirmationPage(visit, revocationOf(visit, await find(services, visit))),
    }),
    post(`${path}/:id/revocation`, {
      level: 'session',
      handler: async (visit) => {
        const { user } = visit.principal
        await services.tokens.remove(actorOf(visit.client, user), user, visit.param('id'))
        return seeOther(withQuery(visit.url(path), { done: 'token.deleted' }))
      },
    }),
  ],
}

function list({ tokens }: Services, visit: Owner): Promise<Stored<Token>> {
  return tokens.list(visit.principal.user, requestedPage(visit))
}

async function find({ store }: Services, visit: Owner): Promise<Pick<Token, 'id' | 'name'>> {
  const found = await store.tokens.byId(visit.principal.user.id, visit.param('id'))
  if (!found) throw new KeywardError('not_found')
  return found
}

async function create(services: Services, visit: Owner): Promise<Page> {
  const { form: sent, client, principal } = visit
  const { user } = principal
  // Read before, so that nothing can come between the token and the page that shows it.
  const { rows, more } = await list(services, visit)
  const hours = sent.text('expiresInHours')
  const { info, token } = await services.tokens.create(actorOf(client, user), user, {
    name: sent.text('name').trim() === '' ? undefined : sent.text('name'),
    expiresInHours: hours === '' ? undefined : Number(hours),
    scopes: scopesIn(sent, services),
  })
  const { copyNow, tokenLabel, tryIt } = visit.text(tokenTexts)
  const banner = newBearerBanner(services, visit, {
    copyNow,
    label: tokenLabel,
    tryIt,
    secret: token.reveal(),
  })
  return listPage(services, visit, { rows: [info, ...rows], more }, banner)
}

function listPage(services: Services, visit: Owner, found: Stored<Token>, banner: Html | null = null): Page {
  const texts = visit.text(tokenTexts)
  const { title, intro } = texts
  return heldList(visit, {
    ...{ path, title, intro, add: texts.generate, found, banner },
    empty: emptyState(texts.empty, texts.emptyHint),
    rowOf: (held) => rowOf(services, visit, held),
    removalOf: (held) => revocationOf(visit, held),
  })
}

function rowOf(services: Services, visit: Owner, token: Token): Row {
  const { locale } = visit
  const texts = visit.text(tokenTexts)
  const ends = { expires: texts.expires, soon: texts.expires, expired: texts.expired, never: '' }
  const { lastUsedAt, expiresAt } = token
  return {
    name: html`<bdi>${token.name ?? texts.unnamed}</bdi>`,
    aside: html`<p class="kw-aside"><code>${token.hint}</code></p>`,
    facts: [
      sentence(texts.created, { date: moment(locale, token.createdAt, 'time') }),
      lastUsedAt === null
        ? texts.neverUsed
        : sentence(texts.lastUsed, { date: moment(locale, lastUsedAt, 'time') }),
      expiryFact(visit, { expiresAt, now: services.options.now(), style: 'time' }, ends),
      scopeFact(services, visit, token.scopes),
    ],
    actions: confirmationLink(visit, revocationOf(visit, token), texts.revoke),
  }
}

async function newPage(services: Services, visit: Owner, problem: Problem | null): Promise<Page> {
  const texts = visit.text(tokenTexts)
  const { cancel, scopes } = visit.text(controlTexts)
  const { form: sent } = visit
  return {
    title: texts.newTitle,
    section: path,
    main: html`<h1>${texts.newTitle}</h1>
      ${problemSummary(visit, problem, { name: texts.name, expiresInHours: texts.lifetime, scopes })}
      ${form(visit, { action: visit.url(path) }, [
        textField({
          name: 'name',
          label: texts.name,
          hint: texts.nameHint,
          value: sent.text('name'),
          maxlength: 100,
          optional: true,
          problem,
          autofocus: true,
        }),
        await lifetimeField(services, visit, problem),
        scopeField(services, visit, problem),
        formButtons(texts.generate, visit.url(path), cancel),
      ])}`,
  }
}

async function lifetimeField(services: Services, visit: Owner, problem: Problem | null): Promise<Html> {
  const texts = visit.text(tokenTexts)
  const { lifetimeChoice, maxHours, defaultHours } = await services.tokens.options(visit.principal.user)
  if (!lifetimeChoice) {
    return html`<p>
      ${defaultHours === 1 ? texts.forcedHour : plainSentence(texts.forced, { n: defaultHours })}
    </p>`
  }
  const choices = Array.from({ length: maxHours }, (_, i) => ({
    value: String(i + 1),
    label: i === 0 ? texts.hour : plainSentence(texts.hours, { n: i + 1 }),
  }))
  const value = visit.form.text('expiresInHours') || String(defaultHours)
  return selectField({ name: 'expiresInHours', label: texts.lifetime, value, problem }, choices)
}

function revocationOf(visit: Owner, { id, name }: Pick<Token, 'id' | 'name'>): Confirmation {
  const texts = visit.text(tokenTexts)
  return {
    id: `revoke-${id}`,
    path: `${path}/${id}/revocation`,
    question: texts.revokeTitle,
    name: name ?? texts.unnamed,
    consequence: texts.revokeText,
    button: texts.revokeButton,
    section: path,
  }
}
