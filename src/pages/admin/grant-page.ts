import { sshPermits } from '../../policy/ssh-key.js'
import type { SshGrant, SshGrantList } from '../../ssh/grant.js'
import type { Confirmation } from '../elements/confirmation.js'
import { confirmationDialog, confirmationLink } from '../elements/confirmation.js'
import { checkField, form, formButtons, hiddenField, radioField, textField } from '../elements/field.js'
import type { Html, Value } from '../elements/html.js'
import { html } from '../elements/html.js'
import type { PageContent } from '../elements/page.js'
import type { Problem } from '../elements/problem.js'
import { problemSummary } from '../elements/problem.js'
import type { Row } from '../elements/list/rows.js'
import { emptyState, rowList } from '../elements/list/rows.js'
import { named } from '../elements/sentence.js'
import { adminGrantTexts, permitTexts } from '../messages/admin/admin-grants.js'
import { controlTexts } from '../messages/controls.js'
import type { Visit } from '../visit/visit.js'
import { grantsPath, hostsPath } from './host-page.js'

/** The names of users, by id. */
type Names = ReadonlyMap<string, string>

/** The list of grants in their order, which counts: the first one that fits decides what a login may do. */
export function listPage(
  visit: Visit,
  { grants, version }: SshGrantList,
  { names, problem }: { readonly names: Names; readonly problem: Problem | null },
): PageContent {
  const texts = visit.text(adminGrantTexts)
  const rows = grants.map((grant, i) => rowOf(visit, grant, { names, version, first: i === 0 }))
  return {
    title: texts.title,
    section: sectionFor(visit),
    main: html`${problemSummary(visit, problem, {})}
      <div class="kw-heading">
        <h1>${texts.title}</h1>
        <div class="kw-buttons">
          ${visit.theme.shows(hostsPath) && html`<a class="kw-button" href="${visit.url(hostsPath)}">${texts.hosts}</a>`}
          <a class="kw-button kw-primary" href="${visit.url(`${grantsPath}/new`)}">${texts.add}</a>
        </div>
      </div>
      <p class="kw-intro">${texts.intro}</p>
      ${rowList(rows, emptyState(texts.empty, texts.emptyHint))}
      ${grants.map((grant) => confirmationDialog(visit, deletionOf(visit, grant, version)))}`,
  }
}

/** The form for a grant, as it was typed or else as it is stored; `whom` names the user or organisation that it is stored for. */
export function editPage(
  visit: Visit,
  {
    stored,
    whom,
    version,
    problem,
  }: {
    readonly stored: SshGrant | null
    readonly whom: string
    readonly version: number
    readonly problem: Problem | null
  },
): PageContent {
  const texts = visit.text(adminGrantTexts)
  const { save, cancel } = visit.text(controlTexts)
  const title = stored ? texts.editTitle : texts.newTitle
  const labels = { whom: texts.whom, group: texts.group, account: texts.account, from: texts.fromLabel }
  const action = visit.url(stored ? `${grantsPath}/${stored.id}` : grantsPath)
  return {
    title,
    section: sectionFor(visit),
    main: html`<h1>${title}</h1>
      ${problemSummary(visit, problem, labels)}
      ${form(visit, { action }, [
        hiddenField('version', String(version)),
        grantFields(visit, stored, { whom, problem }),
        formButtons(save, visit.url(grantsPath), cancel),
      ])}`,
  }
}

/** The section that the navigation has for grants: that of hosts, but where the app has left it out. */
function sectionFor({ theme }: Visit): string {
  return theme.shows(hostsPath) ? hostsPath : grantsPath
}

/** The question whether a grant is to be deleted from the list of that version. */
export function deletionOf(visit: Visit, { id }: Pick<SshGrant, 'id'>, version: number): Confirmation {
  const texts = visit.text(adminGrantTexts)
  return {
    id: `delete-${id}`,
    path: `${grantsPath}/${id}/deletion`,
    fields: { version: String(version) },
    question: texts.deleteTitle,
    name: '',
    consequence: texts.deleteText,
    button: texts.delete,
    section: sectionFor(visit),
  }
}

function rowOf(
  visit: Visit,
  grant: SshGrant,
  { names, version, first }: { readonly names: Names; readonly version: number; readonly first: boolean },
): Row {
  const texts = visit.text(adminGrantTexts)
  const { edit, delete: remove } = visit.text(controlTexts)
  const own = `${grantsPath}/${grant.id}`
  const { group, account, from, permit, altered } = grant
  return {
    name: html`${whoOf(visit, grant, names)} ${named(texts.on, group)}`,
    facts: [
      account === null ? texts.asOneself : named(texts.as, account),
      from && named(texts.from, from.join(', ')),
      mayOf(visit, permit),
      altered && html`<span class="kw-label kw-danger-label">${texts.altered}</span>`,
    ],
    actions: [
      !first &&
        form(visit, { action: visit.url(`${own}/up`) }, [
          hiddenField('version', String(version)),
          html`<button class="kw-button kw-small">${texts.up}</button>`,
        ]),
      html`<a class="kw-button kw-small" href="${visit.url(own)}">${edit}</a>`,
      confirmationLink(visit, deletionOf(visit, grant, version), remove),
    ],
  }
}

function mayOf(visit: Visit, permit: SshGrant['permit']): Value {
  const texts = visit.text(adminGrantTexts)
  const names = visit.text(permitTexts)
  if (!permit) return texts.mayPolicy
  return permit.length === 0 ? texts.mayNothing : named(texts.may, permit.map((one) => names[one]).join(', '))
}

function whoOf(visit: Visit, { userId, organizationId }: SshGrant, names: Names): Value {
  const texts = visit.text(adminGrantTexts)
  if (userId !== undefined) return named(texts.user, names.get(userId) ?? userId)
  return organizationId === undefined ? texts.everyone : named(texts.organization, organizationId)
}

function grantFields(
  visit: Visit,
  stored: SshGrant | null,
  { whom, problem }: { readonly whom: string; readonly problem: Problem | null },
): readonly Html[] {
  const texts = visit.text(adminGrantTexts)
  const { form: sent } = visit
  const typed = (name: string, otherwise: string): string => (sent.has(name) ? sent.text(name) : otherwise)
  return [
    radioField({ name: 'who', label: texts.who, value: typed('who', whoIs(stored)), problem }, [
      { value: 'user', label: texts.whoUser },
      { value: 'organization', label: texts.whoOrganization },
      { value: 'everyone', label: texts.everyone },
    ]),
    textField({
      name: 'whom',
      label: texts.whom,
      hint: texts.whomHint,
      value: typed('whom', whom),
      maxlength: 64,
      optional: true,
      problem,
    }),
    textField({
      name: 'group',
      label: texts.group,
      value: typed('group', stored?.group ?? 'default'),
      maxlength: 64,
      problem,
    }),
    textField({
      name: 'account',
      label: texts.account,
      hint: texts.accountHint,
      problem,
      value: typed('account', stored?.account ?? ''),
      maxlength: 32,
      optional: true,
    }),
    textField({
      name: 'from',
      label: texts.fromLabel,
      hint: texts.fromHint,
      problem,
      value: typed('from', stored?.from?.join(', ') ?? ''),
      optional: true,
    }),
    permitFields(visit, stored),
  ]
}

function permitFields(visit: Visit, stored: SshGrant | null): Html {
  const texts = visit.text(adminGrantTexts)
  const names = visit.text(permitTexts)
  const { form: sent } = visit
  const before = stored?.permit ? 'these' : 'policy'
  const value = sent.has('permit') ? sent.text('permit') : before
  const isChosen = (one: (typeof sshPermits)[number]): boolean =>
    sent.has('permit') ? sent.has(`permit:${one}`) : (stored?.permit?.includes(one) ?? false)
  return html`${radioField({ name: 'permit', label: texts.permitLabel, value }, [
      { value: 'policy', label: texts.permitPolicy },
      { value: 'these', label: texts.permitThese },
    ])}
    <div class="kw-scope-list">
      ${sshPermits.map((one) =>
        checkField({ name: `permit:${one}`, label: names[one] }, isChosen(one) ? 'checked' : 'unchecked'),
      )}
    </div>`
}

function whoIs(stored: SshGrant | null): string {
  if (stored?.userId !== undefined || !stored) return 'user'
  return stored.organizationId === undefined ? 'everyone' : 'organization'
}
