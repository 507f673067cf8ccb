import { endlessLists } from '../../credentials/own-list.js'
import type { Services } from '../../http/services.js'
import type { NewSshPrivateKey, SshPrivateKey } from '../../ssh/private-key.js'
import type { Fact } from '../elements/list/facts.js'
import { radioField, textArea, textField } from '../elements/field.js'
import type { Html, Value } from '../elements/html.js'
import { html } from '../elements/html.js'
import { lastUseValue } from '../elements/last-use.js'
import type { Problem } from '../elements/problem.js'
import { copyKeyButton, keyAside } from '../elements/public-key.js'
import { copyField } from '../elements/secret.js'
import { named, plainSentence } from '../elements/sentence.js'
import { moment } from '../elements/time.js'
import { credentialTexts } from '../messages/credentials.js'
import { sshPrivateKeyTexts } from '../messages/ssh-private-keys.js'
import type { SessionVisit } from '../visit/visit.js'
import { credentialSection } from './credential-section.js'
import type { CredentialEntry } from '../credentials/kind-of-credential.js'
import { nameField } from '../credentials/name-field.js'

/** What an owner may note about a key, and change. */
type Notes = Pick<SshPrivateKey, 'name' | 'accountName' | 'description'>

/** The owner's SSH private keys: the list, a form for another, and a page for each, with notes to change and deletion. No page shows a private half. */
export const sshPrivateKeySection = credentialSection<SshPrivateKey>({
  path: '/account/ssh-private-keys',
  icon: 'lock',
  lists: endlessLists,
  texts: sshPrivateKeyTexts,
  serviceOf: ({ sshPrivateKeys }) => sshPrivateKeys,
  nameOf: (_visit, { name }) => name,
  columns: (visit) => {
    const { accountColumn, descriptionColumn } = visit.text(sshPrivateKeyTexts)
    return [accountColumn, descriptionColumn, visit.text(credentialTexts).created]
  },
  entryOf,
  factsOf,
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
    title: (visit) => visit.text(sshPrivateKeyTexts).editTitle,
    labels: noteLabels,
    fields: (visit, key, problem) => noteFields(visit, problem ? notesIn(visit) : key, { problem }),
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

function entryOf(_services: Services, visit: SessionVisit, key: SshPrivateKey): CredentialEntry {
  const { name, accountName, description, publicKey, createdAt } = key
  return {
    aside: keyAside(key),
    cells: [
      accountName !== null && html`<bdi>${accountName}</bdi>`,
      description !== null && html`<bdi class="kw-note">${description}</bdi>`,
      moment(visit.locale, createdAt),
    ],
    actions: copyKeyButton(visit, { label: named(visit.text(sshPrivateKeyTexts).copyKey, name), publicKey }),
  }
}

function factsOf({ options }: Services, visit: SessionVisit, key: SshPrivateKey): readonly Fact[] {
  const now = options.now()
  const [texts, all] = [visit.text(sshPrivateKeyTexts), visit.text(credentialTexts)]
  const { id, name, type, fingerprint, publicKey: value, createdAt, lastUsedAt } = key
  const label = plainSentence(texts.copyLabel, { name })
  return [
    { label: texts.type, value: type },
    { label: texts.fingerprint, value: html`<code>${fingerprint}</code>` },
    { label: texts.publicKeyLabel, value: copyField(visit, { id: `key-${id}`, label, value }) },
    { label: all.created, value: moment(visit.locale, createdAt, 'time') },
    { label: all.lastUsed, value: lastUseValue(visit, { at: lastUsedAt, now }) },
  ]
}

function newKeyFields(_services: Services, visit: SessionVisit, problem: Problem | null): readonly Value[] {
  const texts = visit.text(sshPrivateKeyTexts)
  const source = visit.form.text('source') || 'paste'
  return [
    noteFields(visit, notesIn(visit), { problem, autofocus: true }),
    radioField({ name: 'source', label: texts.source, value: source }, [
      { value: 'paste', label: texts.paste },
      { value: 'generate', label: texts.generate, hint: texts.generateHint },
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

function noteFields(
  visit: SessionVisit,
  notes: Notes,
  { problem, autofocus }: { readonly problem: Problem | null; readonly autofocus?: boolean },
): readonly Html[] {
  const texts = visit.text(sshPrivateKeyTexts)
  return [
    nameField(visit, sshPrivateKeyTexts, { name: notes.name, problem, autofocus }),
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
      hint: texts.descriptionHint,
      value: notes.description ?? '',
      rows: 2,
      maxlength: 500,
      optional: true,
      problem,
    }),
  ]
}
