import type { SshHost } from '../../ssh/host.js'
import type { Page as Stored } from '../../store/page.js'
import type { Confirmation } from '../elements/confirmation.js'
import { confirmationDialog, confirmationLink } from '../elements/confirmation.js'
import { checkField, form, formButtons, selectField, textField } from '../elements/field.js'
import type { Html } from '../elements/html.js'
import { html } from '../elements/html.js'
import type { PageContent } from '../elements/page.js'
import type { Problem } from '../elements/problem.js'
import { problemSummary } from '../elements/problem.js'
import type { Row } from '../elements/list/rows.js'
import { emptyState, pager, rowList } from '../elements/list/rows.js'
import { newMark } from '../elements/secret-card.js'
import { named, plainSentence, sentence } from '../elements/sentence.js'
import { moment } from '../elements/time.js'
import { adminHostTexts } from '../messages/admin/admin-hosts.js'
import { controlTexts } from '../messages/controls.js'
import type { Visit } from '../visit/visit.js'

/** The address of the list of hosts. */
export const hostsPath = '/account/admin/hosts'
/** The address of the list of grants. */
export const grantsPath = '/account/admin/grants'

/** What the forms say about a host. */
export type HostFields = Pick<SshHost, 'name' | 'groups' | 'cidrs' | 'disabled'>

const daySeconds = '86400'

/** The list of hosts, with what stands above it: the credential of one that was just made, say. */
export function listPage(visit: Visit, found: Stored<SshHost>, banner: Html | null): PageContent {
  const texts = visit.text(adminHostTexts)
  return {
    title: texts.title,
    section: hostsPath,
    main: html`${banner}
      <div class="kw-heading">
        <h1>${texts.title}</h1>
        <div class="kw-buttons">
          ${visit.theme.shows(grantsPath) && html`<a class="kw-button" href="${visit.url(grantsPath)}">${texts.grants}</a>`}
          <a class="kw-button kw-primary" href="${visit.url(`${hostsPath}/new`)}">${texts.add}</a>
        </div>
      </div>
      <p class="kw-intro">${texts.intro}</p>
      ${rowList(
        found.rows.map((host) => rowOf(visit, host)),
        emptyState(texts.empty, texts.emptyHint),
      )}
      ${pager(visit, hostsPath, found)}
      ${found.rows.map((host) => confirmationDialog(visit, deletionOf(visit, host)))}`,
  }
}

/** The form for another host. */
export function newPage(visit: Visit, problem: Problem | null): PageContent {
  const texts = visit.text(adminHostTexts)
  const { form: sent } = visit
  return {
    title: texts.newTitle,
    section: hostsPath,
    main: html`<h1>${texts.newTitle}</h1>
      ${problemSummary(visit, problem, labelsOf(visit))}
      ${form(visit, { action: visit.url(hostsPath) }, [
        hostFields(
          visit,
          { name: sent.text('name'), groups: [sent.text('groups')], cidrs: [sent.text('cidrs')] },
          problem,
        ),
        formButtons(texts.add, visit.url(hostsPath), visit.text(controlTexts).cancel),
      ])}`,
  }
}

/** The form for one host. */
export function editPage(
  visit: Visit,
  { id, name }: SshHost,
  { fields, problem }: { readonly fields: HostFields; readonly problem: Problem | null },
): PageContent {
  const texts = visit.text(adminHostTexts)
  const { save, cancel } = visit.text(controlTexts)
  const disabled = { name: 'disabled', label: texts.disabled, hint: texts.disabledHint }
  return {
    title: plainSentence(texts.editTitle, { name }),
    section: hostsPath,
    main: html`<h1>${named(texts.editTitle, name)}</h1>
      ${problemSummary(visit, problem, labelsOf(visit))}
      ${form(visit, { action: visit.url(`${hostsPath}/${id}`) }, [
        hostFields(visit, fields, problem),
        checkField(disabled, fields.disabled ? 'checked' : 'unchecked'),
        formButtons(save, visit.url(hostsPath), cancel),
      ])}
      ${accessNote(visit)}`,
  }
}

/** That nobody gets in to a host by itself, and where that is changed. */
export function accessNote(visit: Visit): Html | null {
  if (!visit.theme.shows(grantsPath)) return null
  const texts = visit.text(adminHostTexts)
  return html`<p>${texts.access} <a href="${visit.url(grantsPath)}">${texts.grants}</a></p>`
}

/** The form that replaces a host's credential, which asks how long the old one lives on. */
export function rotationPage(visit: Visit, { id, name }: SshHost): PageContent {
  const texts = visit.text(adminHostTexts)
  const choices = Object.entries(texts.overlaps).map(([value, label]) => ({ value, label }))
  return {
    title: plainSentence(texts.rotateTitle, { name }),
    section: hostsPath,
    main: html`<h1>${named(texts.rotateTitle, name)}</h1>
      <p>${texts.rotateText}</p>
      ${form(visit, { action: visit.url(`${hostsPath}/${id}/rotation`) }, [
        selectField({ name: 'overlapSeconds', label: texts.overlap, value: daySeconds }, choices),
        formButtons(texts.rotate, visit.url(hostsPath), visit.text(controlTexts).cancel),
      ])}`,
  }
}

/** The question whether a host is to be deleted. */
export function deletionOf(visit: Visit, { id, name }: Pick<SshHost, 'id' | 'name'>): Confirmation {
  const texts = visit.text(adminHostTexts)
  return {
    id: `delete-${id}`,
    path: `${hostsPath}/${id}/deletion`,
    question: texts.deleteTitle,
    name,
    consequence: texts.deleteText,
    button: texts.delete,
    section: hostsPath,
  }
}

function rowOf(visit: Visit, host: SshHost): Row {
  const { locale } = visit
  const texts = visit.text(adminHostTexts)
  const { edit, delete: remove } = visit.text(controlTexts)
  const { id, name, groups, cidrs, disabled, createdAt, lastSeenAt } = host
  const link = (path: string, label: string): Html =>
    html`<a class="kw-button kw-small" href="${visit.url(path)}"
      >${label}<span class="kw-hidden"> <bdi>${name}</bdi></span></a
    >`
  return {
    name: html`<bdi>${name}</bdi>${newMark(visit, id)}
      ${disabled && html`<span class="kw-label kw-danger-label">${texts.disabled}</span>`}`,
    facts: [
      named(texts.in, groups.length === 0 ? 'default' : groups.join(', ')),
      cidrs.length > 0 && named(texts.from, cidrs.join(', ')),
      sentence(texts.added, { date: moment(locale, createdAt) }),
      lastSeenAt === null
        ? texts.neverSeen
        : sentence(texts.lastSeen, { date: moment(locale, lastSeenAt, 'time') }),
    ],
    actions: html`${link(`${hostsPath}/${id}`, edit)} ${link(`${hostsPath}/${id}/rotation`, texts.rotate)}
    ${confirmationLink(visit, deletionOf(visit, host), remove)}`,
  }
}

function labelsOf(visit: Visit): Readonly<Record<string, string>> {
  const { name, groups, cidrs } = visit.text(adminHostTexts)
  return { name, groups, cidrs }
}

function hostFields(
  visit: Visit,
  { name, groups, cidrs }: Omit<HostFields, 'disabled'>,
  problem: Problem | null,
): readonly Html[] {
  const texts = visit.text(adminHostTexts)
  return [
    textField({
      name: 'name',
      label: texts.name,
      hint: texts.nameHint,
      value: name,
      maxlength: 100,
      problem,
      autofocus: true,
    }),
    textField({
      name: 'groups',
      label: texts.groups,
      hint: texts.groupsHint,
      value: groups.join(', '),
      optional: true,
      problem,
    }),
    textField({
      name: 'cidrs',
      label: texts.cidrs,
      hint: texts.cidrsHint,
      value: cidrs.join(', '),
      optional: true,
      problem,
    }),
  ]
}
