import { endlessLists } from '../../credentials/own-list.js'
import type { Services } from '../../http/services.js'
import type { NewSshPrivateKey, SshPrivateKey } from '../../ssh/private-key.js'
import { radioField, textArea, textField } from '../elements/field.js'
import type { Html, Value } from '../elements/html.js'
import { html } from '../elements/html.js'
import type { Problem } from '../elements/problem.js'
import { publicKeyAside } from '../elements/public-key.js'
import type { Row } from '../elements/rows.js'
import { named, plainSentence, sentence } from '../elements/sentence.js'
import { moment } from '../elements/time.js'
import { sshPrivateKeyTexts } from '../messages/ssh-private-keys.js'
import type { SessionVisit } from '../visit/visit.js'
import { credentialSection } from './credential-section.js'

/** What an owner may note about a key, and change. */
type Notes = Pick<SshPrivateKey, 'name' | 'accountName' | 'description'>

/** The owner's SSH private keys: the list, a form for another, notes to change, deletion. No page shows a private half. */
export const sshPrivateKeySection = credentialSection<SshPrivateKey>({
  path: '/account/ssh-private-keys',
  icon: 'lock',
  lists: endlessLists,
  texts: sshPrivateKeyTexts,
  serviceOf: ({ sshPrivateKeys }) => sshPrivateKeys,
  nameOf: (_visit, { name }) => name,
  rowOf,
  emptyHint: (visit) => visit.text(sshPrivateKeyTexts).emptyHint,
  creation: {
    formLevel: 'recent',
    secrets: ['privateKey', 'passphrase'],
    labels: (visit) => {
      const { privateKey, passphrase } = visit.text(sshPrivateKeyTexts)
      return { ...noteLabels(visit), privateKey, passphrase }
    },
    fields: newKeyFields,
    done: 'ssh_private_key.created',
    add: ({ sshPrivateKeys }, visit, actor) =>
      sshPrivateKeys.create(actor, visit.principal.user, newKeyIn(visit)),
  },
  editing: {
    title: { en: sshPrivateKeyTexts.en.editTitle, de: sshPrivateKeyTexts.de.editTitle },
    labels: noteLabels,
    fields: (visit, key, problem) => noteFields(visit, problem ? notesIn(visit) : key, problem),
    done: 'ssh_private_key.updated',
    save: ({ sshPrivateKeys }, visit, actor) =>
      sshPrivateKeys.update(actor, { user: visit.principal.user, id: visit.param('id') }, notesIn(visit)),
  },
  removal: { verb: 'delete', level: 'recent', done: 'ssh_private_key.deleted' },
})

function notesIn({ form }: SessionVisit): Notes {
  // A form ends lines with CR LF, whatever was typed.
  const description = form.text('description').replaceAll('\r\n', '\n')
  return { name: form.text('name'), accountName: form.text('accountName'), description }
}

function newKeyIn(visit: SessionVisit): NewSshPrivateKey {
  const { form } = visit
  if (form.text('source') === 'generate') return { ...notesIn(visit), generate: 'ed25519' }
  const passphrase = form.text('passphrase')
  return {
    ...notesIn(visit),
    privateKey: form.text('privateKey'),
    ...(passphrase !== '' && { passphrase }),
  }
}

function rowOf(_services: Services, visit: SessionVisit, key: SshPrivateKey): Pick<Row, 'aside' | 'facts'> {
  const texts = visit.text(sshPrivateKeyTexts)
  const { name, accountName, description, createdAt, lastUsedAt } = key
  const { locale } = visit
  const label = plainSentence(texts.copyLabel, { name })
  return {
    aside: html`${description !== null && html`<p class="kw-note"><bdi>${description}</bdi></p>`}
    ${publicKeyAside(visit, key, { showKey: texts.showKey, label })}`,
    facts: [
      accountName !== null && named(texts.account, accountName),
      sentence(texts.added, { date: moment(locale, createdAt) }),
      lastUsedAt === null
        ? texts.neverUsed
        : sentence(texts.lastUsed, { date: moment(locale, lastUsedAt, 'time') }),
    ],
  }
}

function newKeyFields(_services: Services, visit: SessionVisit, problem: Problem | null): readonly Value[] {
  const texts = visit.text(sshPrivateKeyTexts)
  const source = visit.form.text('source') || 'generate'
  return [
    noteFields(visit, notesIn(visit), problem),
    radioField({ name: 'source', label: texts.source, value: source }, [
      { value: 'generate', label: texts.generate, hint: texts.generateHint },
      { value: 'paste', label: texts.paste },
    ]),
    html`<div class="kw-paste">
      ${textArea({
        name: 'privateKey',
        label: texts.privateKey,
        hint: texts.privateKeyHint,
        rows: 6,
        mono: true,
        optional: true,
        problem,
      })}
      ${textField({
        name: 'passphrase',
        label: texts.passphrase,
        hint: texts.passphraseHint,
        type: 'password',
        autocomplete: 'off',
        optional: true,
        problem,
      })}
    </div>`,
  ]
}

function noteLabels(visit: SessionVisit): Readonly<Record<string, string>> {
  const { name, accountName, description } = visit.text(sshPrivateKeyTexts)
  return { name, accountName, description }
}

function noteFields(visit: SessionVisit, notes: Notes, problem: Problem | null): readonly Html[] {
  const texts = visit.text(sshPrivateKeyTexts)
  return [
    textField({
      name: 'name',
      label: texts.name,
      hint: texts.nameHint,
      value: notes.name,
      maxlength: 100,
      problem,
      autofocus: true,
    }),
    textField({
      name: 'accountName',
      label: texts.accountName,
      hint: texts.accountNameHint,
      value: notes.accountName ?? '',
      maxlength: 64,
      optional: true,
      problem,
    }),
    textArea({
      name: 'description',
      label: texts.description,
      value: notes.description ?? '',
      rows: 2,
      maxlength: 500,
      optional: true,
      problem,
    }),
  ]
}
