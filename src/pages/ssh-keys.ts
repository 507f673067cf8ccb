import { actorOf } from '../auth/client.js'
import type { SessionPrincipal } from '../auth/reauthentication.js'
import { dayMs } from '../credentials/lifetime.js'
import { KeywardError } from '../errors.js'
import type { Services } from '../http/services.js'
import type { SshKey } from '../ssh/ssh-key.js'
import { parsePublicKey } from '../ssh/public-key.js'
import type { Page as Stored } from '../store/page.js'
import type { Confirmation } from './confirmation.js'
import { confirmationLink, confirmationPage, deletion } from './confirmation.js'
import { form, formButtons, selectField, textArea, textField } from './field.js'
import { daysIn } from './days.js'
import type { Html } from './html.js'
import { heldList } from './held-list.js'
import { html } from './html.js'
import { controlTexts } from './messages/controls.js'
import { sshKeyTexts } from './messages/ssh-keys.js'
import type { Page } from './page.js'
import type { Problem } from './problem.js'
import { problemSummary } from './problem.js'
import { publicKeyAside } from './public-key.js'
import type { Row } from './rows.js'
import { emptyState, expiryFact, requestedPage } from './rows.js'
import type { Section } from './section.js'
import { plainSentence, sentence } from './sentence.js'
import { day, moment } from './time.js'
import type { Visit } from './visit.js'
import { seeOther, withQuery } from './visit.js'

type Owner = Visit<SessionPrincipal>

const path = '/account/ssh-keys'
const lifetimes = [30, 90, 180, 365] as const

/** The owner's SSH keys: the list, a form for another, deletion. */
export const sshKeySection: Section = {
  path,
  label: { en: sshKeyTexts.en.title, de: sshKeyTexts.de.title },
  routes: ({ services, get, post }) => [
    get(path, {
      level: 'session',
      handler: async (visit) => {
        const found = await services.sshKeys.list(visit.principal.user, requestedPage(visit))
        return listPage(services, visit, found)
      },
    }),
    // The proof is asked for before a key is pasted: what was pasted is never sent along in a page.
    get(`${path}/new`, { level: 'recent', handler: (visit) => newPage(services, visit, null) }),
    post(path, {
      level: 'recent',
      once: path,
      secrets: ['publicKey'],
      again: (visit, problem) => newPage(services, visit, problem),
      handler: async (visit) => {
        const { form: sent, client, principal } = visit
        await services.sshKeys.create(actorOf(client, principal.user), principal.user, {
          name: sent.text('name'),
          publicKey: sent.text('publicKey'),
          expiresInDays: daysIn(sent.text('expiresInDays')),
        })
        return seeOther(withQuery(visit.url(path), { done: 'ssh_key.created' }))
      },
    }),
    get(`${path}/:id/deletion`, {
      level: 'session',
      handler: async (visit) => {
        const key = await services.sshKeys.get(visit.principal.user, visit.param('id'))
        return confirmationPage(visit, deletionOf(visit, key))
      },
    }),
    post(`${path}/:id/deletion`, {
      level: 'session',
      handler: async (visit) => {
        const { user } = visit.principal
        await services.sshKeys.remove(actorOf(visit.client, user), user, visit.param('id'))
        return seeOther(withQuery(visit.url(path), { done: 'ssh_key.deleted' }))
      },
    }),
  ],
}

function listPage(services: Services, visit: Owner, found: Stored<SshKey>): Page {
  const texts = visit.text(sshKeyTexts)
  const { title, intro } = texts
  return heldList(visit, {
    ...{ path, title, intro, add: texts.add, found },
    empty: howToBegin(visit),
    rowOf: (held) => rowOf(services, visit, held),
    removalOf: (held) => deletionOf(visit, held),
  })
}

function howToBegin(visit: Owner): Html {
  const { empty, emptyMake, emptyPaste } = visit.text(sshKeyTexts)
  return emptyState(
    empty,
    html`${emptyMake}<br /><code>ssh-keygen -t ed25519</code><br />${emptyPaste}
      <code>~/.ssh/id_ed25519.pub</code>`,
  )
}

function rowOf({ options }: Services, visit: Owner, key: SshKey): Row {
  const { locale } = visit
  const texts = visit.text(sshKeyTexts)
  const { name, createdAt, expiresAt, lastOfferedAt } = key
  const ends = {
    ...{ expires: texts.expires, soon: texts.expiresSoon, expired: texts.expired },
    never: texts.noExpiration,
  }
  return {
    name: html`<bdi>${name}</bdi>`,
    aside: publicKeyAside(visit, key, {
      showKey: texts.showKey,
      label: plainSentence(texts.copyLabel, { name }),
    }),
    facts: [
      sentence(texts.added, { date: moment(locale, createdAt) }),
      lastOfferedAt === null
        ? texts.neverOffered
        : sentence(texts.lastOffered, { date: moment(locale, lastOfferedAt, 'time') }),
      expiryFact(visit, { expiresAt, now: options.now() }, ends),
    ],
    actions: confirmationLink(visit, deletionOf(visit, key), visit.text(controlTexts).delete),
  }
}

async function newPage(services: Services, visit: Owner, problem: Problem | null): Promise<Page> {
  const texts = visit.text(sshKeyTexts)
  const { form: sent } = visit
  const labels = { name: texts.name, publicKey: texts.publicKey, expiresInDays: texts.expiration }
  return {
    title: texts.newTitle,
    section: path,
    main: html`<h1>${texts.newTitle}</h1>
      ${problemSummary(visit, problem, labels)}
      ${form(visit, { action: visit.url(path) }, [
        textField({
          ...{ name: 'name', label: texts.name, hint: texts.nameHint, value: sent.text('name') },
          ...{ maxlength: 100, problem, autofocus: true },
        }),
        textArea({
          ...{ name: 'publicKey', label: texts.publicKey, hint: texts.publicKeyHint, problem },
          ...{ value: shownAgain(sent.text('publicKey')), rows: 5, mono: true },
        }),
        await expirationField(services, visit, problem),
        formButtons(texts.add, visit.url(path), visit.text(controlTexts).cancel),
      ])}`,
  }
}

async function expirationField(services: Services, visit: Owner, problem: Problem | null): Promise<Html> {
  const texts = visit.text(sshKeyTexts)
  const { maxDays } = (await services.policyFor(visit.principal.user)).sshKeys
  const longest = maxDays === 'none' ? Infinity : maxDays
  const days = [...lifetimes.filter((n) => n < longest), ...(maxDays === 'none' ? [] : [maxDays])]
  const choices = days.map((n) => {
    const date = day(visit.locale, services.options.now() + n * dayMs)
    return { value: String(n), label: plainSentence(texts.days, { n, date }) }
  })
  const value = visit.form.text('expiresInDays') || String(maxDays)
  return selectField(
    { name: 'expiresInDays', label: texts.expiration, hint: texts.expirationHint, value, problem },
    maxDays === 'none' ? [...choices, { value: 'none', label: texts.noExpiration }] : choices,
  )
}

/** A public key is written anew from what was read; whatever else was pasted may be secret. */
function shownAgain(pasted: string): string {
  try {
    const { type, blob } = parsePublicKey(pasted)
    return `${type} ${blob}`
  } catch (error) {
    if (error instanceof KeywardError) return ''
    throw error
  }
}

function deletionOf(visit: Owner, held: Pick<SshKey, 'id' | 'name'>): Confirmation {
  return deletion(path, visit.text(sshKeyTexts), held)
}
