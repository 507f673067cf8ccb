import { actorOf } from '../auth/client.js'
import type { SessionPrincipal } from '../auth/reauthentication.js'
import type { Services } from '../http/services.js'
import type { NewSshPrivateKey, SshPrivateKey } from '../ssh/private-key.js'
import type { Page as Stored } from '../store/page.js'
import type { Confirmation } from './confirmation.js'
import { confirmationLink, confirmationPage, deletion } from './confirmation.js'
import { form, formButtons, radioField, textArea, textField } from './field.js'
import type { Html } from './html.js'
import { heldList } from './held-list.js'
import { html } from './html.js'
import { controlTexts } from './messages/controls.js'
import { sshPrivateKeyTexts } from './messages/ssh-private-keys.js'
import type { Page } from './page.js'
import type { Problem } from './problem.js'
import { problemSummary } from './problem.js'
import { publicKeyAside } from './public-key.js'
import type { Row } from './rows.js'
import { emptyState, requestedPage } from './rows.js'
import type { Section } from './section.js'
import { named, plainSentence, sentence } from './sentence.js'
import { moment } from './time.js'
import type { Visit } from './visit.js'
import { seeOther, withQuery } from './visit.js'

type Owner = Visit<SessionPrincipal>
type Notes = Pick<SshPrivateKey, 'name' | 'accountName' | 'description'>

const path = '/account/ssh-private-keys'

/** The owner's SSH private keys: the list, a form for another, notes to change, deletion. No page shows a private half. */
export const sshPrivateKeySection: Section = {
  path,
  label: { en: sshPrivateKeyTexts.en.title, de: sshPrivateKeyTexts.de.title },
  routes: ({ services, get, post }) => [
    get(path, {
      level: 'session',
      handler: async (visit) => {
        const { user } = visit.principal
        return listPage(visit, await services.sshPrivateKeys.list(user, requestedPage(visit)))
      },
    }),
    // The proof is asked for before a key is pasted: it is never sent along in a page.
    get(`${path}/new`, {
      level: 'recent',
      handler: (visit) => Promise.resolve(newPage(visit, null)),
    }),
    post(path, {
      level: 'recent',
      once: path,
      secrets: ['privateKey', 'passphrase'],
      again: (visit, problem) => Promise.resolve(newPage(visit, problem)),
      handler: async (visit) => {
        const { user } = visit.principal
        await services.sshPrivateKeys.create(actorOf(visit.client, user), user, newKeyIn(visit))
        return seeOther(withQuery(visit.url(path), { done: 'ssh_private_key.created' }))
      },
    }),
    get(`${path}/:id`, {
      level: 'session',
      handler: async (visit) => {
        const key = await find(services, visit)
        return editPage(visit, key, { notes: key, problem: null })
      },
    }),
    post(`${path}/:id`, {
      level: 'session',
      again: async (visit, problem) =>
        editPage(visit, await find(services, visit), { notes: notesIn(visit), problem }),
      handler: async (visit) => {
        const { user } = visit.principal
        const actor = actorOf(visit.client, user)
        await services.sshPrivateKeys.update(actor, user, visit.param('id'), notesIn(visit))
        return seeOther(withQuery(visit.url(path), { done: 'ssh_private_key.updated' }))
      },
    }),
    get(`${path}/:id/deletion`, {
      level: 'session',
      handler: async (visit) => confirmationPage(visit, deletionOf(visit, await find(services, visit))),
    }),
    post(`${path}/:id/deletion`, {
      level: 'recent',
      handler: async (visit) => {
        const { user } = visit.principal
        await services.sshPrivateKeys.remove(actorOf(visit.client, user), user, visit.param('id'))
        return seeOther(withQuery(visit.url(path), { done: 'ssh_private_key.deleted' }))
      },
    }),
  ],
}

function find({ sshPrivateKeys }: Services, visit: Owner): Promise<SshPrivateKey> {
  return sshPrivateKeys.get(visit.principal.user, visit.param('id'))
}

function notesIn({ form: sent }: Owner): Notes {
  // A form ends lines with CR LF, whatever was typed.
  const description = sent.text('description').replaceAll('\r\n', '\n')
  return { name: sent.text('name'), accountName: sent.text('accountName'), description }
}

function newKeyIn(visit: Owner): NewSshPrivateKey {
  const { form: sent } = visit
  if (sent.text('source') === 'generate') return { ...notesIn(visit), generate: 'ed25519' }
  const passphrase = sent.text('passphrase')
  return {
    ...notesIn(visit),
    privateKey: sent.text('privateKey'),
    ...(passphrase !== '' && { passphrase }),
  }
}

function listPage(visit: Owner, found: Stored<SshPrivateKey>): Page {
  const texts = visit.text(sshPrivateKeyTexts)
  const { title, intro } = texts
  return heldList(visit, {
    ...{ path, title, intro, add: texts.add, found },
    empty: emptyState(texts.empty, texts.emptyHint),
    rowOf: (held) => rowOf(visit, held),
    removalOf: (held) => deletionOf(visit, held),
  })
}

function rowOf(visit: Owner, key: SshPrivateKey): Row {
  const texts = visit.text(sshPrivateKeyTexts)
  const { id, name, accountName, description, createdAt, lastUsedAt } = key
  const { locale } = visit
  const { edit, delete: remove } = visit.text(controlTexts)
  const label = plainSentence(texts.copyLabel, { name })
  return {
    name: html`<bdi>${name}</bdi>`,
    aside: html`${description !== null && html`<p class="kw-note"><bdi>${description}</bdi></p>`}
    ${publicKeyAside(visit, key, { showKey: texts.showKey, label })}`,
    facts: [
      accountName !== null && named(texts.account, accountName),
      sentence(texts.added, { date: moment(locale, createdAt) }),
      lastUsedAt === null
        ? texts.neverUsed
        : sentence(texts.lastUsed, { date: moment(locale, lastUsedAt, 'time') }),
    ],
    actions: html`<a class="kw-button kw-small" href="${visit.url(`${path}/${id}`)}"
        >${edit}<span class="kw-hidden"> <bdi>${name}</bdi></span></a
      >
      ${confirmationLink(visit, deletionOf(visit, key), remove)}`,
  }
}

function newPage(visit: Owner, problem: Problem | null): Page {
  const texts = visit.text(sshPrivateKeyTexts)
  const { privateKey, passphrase } = texts
  const source = visit.form.text('source') || 'generate'
  return {
    title: texts.newTitle,
    section: path,
    main: html`<h1>${texts.newTitle}</h1>
      ${problemSummary(visit, problem, { ...labelsOf(visit), privateKey, passphrase })}
      ${form(visit, { action: visit.url(path) }, [
        noteFields(visit, notesIn(visit), problem),
        radioField({ name: 'source', label: texts.source, value: source }, [
          { value: 'generate', label: texts.generate, hint: texts.generateHint },
          { value: 'paste', label: texts.paste },
        ]),
        html`<div class="kw-paste">
          ${textArea({
            ...{ name: 'privateKey', label: privateKey, hint: texts.privateKeyHint, problem },
            ...{ rows: 6, mono: true, optional: true },
          })}
          ${textField({
            ...{ name: 'passphrase', label: passphrase, hint: texts.passphraseHint, problem },
            ...{ type: 'password', autocomplete: 'off', optional: true },
          })}
        </div>`,
        formButtons(texts.add, visit.url(path), visit.text(controlTexts).cancel),
      ])}`,
  }
}

function editPage(
  visit: Owner,
  key: SshPrivateKey,
  { notes, problem }: { readonly notes: Notes; readonly problem: Problem | null },
): Page {
  const texts = visit.text(sshPrivateKeyTexts)
  const { cancel, save } = visit.text(controlTexts)
  return {
    title: plainSentence(texts.editTitle, { name: key.name }),
    section: path,
    main: html`<h1>${named(texts.editTitle, key.name)}</h1>
      ${problemSummary(visit, problem, labelsOf(visit))}
      ${form(visit, { action: visit.url(`${path}/${key.id}`) }, [
        noteFields(visit, notes, problem),
        formButtons(save, visit.url(path), cancel),
      ])}`,
  }
}

function labelsOf(visit: Owner): Readonly<Record<string, string>> {
  const { name, accountName, description } = visit.text(sshPrivateKeyTexts)
  return { name, accountName, description }
}

function noteFields(visit: Owner, notes: Notes, problem: Problem | null): readonly Html[] {
  const texts = visit.text(sshPrivateKeyTexts)
  return [
    textField({
      ...{ name: 'name', label: texts.name, hint: texts.nameHint, value: notes.name },
      ...{ maxlength: 100, problem, autofocus: true },
    }),
    textField({
      ...{ name: 'accountName', label: texts.accountName, hint: texts.accountNameHint },
      ...{ value: notes.accountName ?? '', maxlength: 64, optional: true, problem },
    }),
    textArea({
      ...{ name: 'description', label: texts.description, value: notes.description ?? '' },
      ...{ rows: 2, maxlength: 500, optional: true, problem },
    }),
  ]
}

function deletionOf(visit: Owner, held: Pick<SshPrivateKey, 'id' | 'name'>): Confirmation {
  return deletion(path, visit.text(sshPrivateKeyTexts), held)
}
