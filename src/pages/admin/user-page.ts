import type { AdminUser } from '../../admin/admin-user.js'
import { checkField, form, formButtons, radioField, textField } from '../elements/field.js'
import type { Html, Value } from '../elements/html.js'
import { html } from '../elements/html.js'
import type { PageContent } from '../elements/page.js'
import { panel } from '../elements/panel.js'
import type { Problem } from '../elements/problem.js'
import { problemSummary } from '../elements/problem.js'
import { factLine } from '../elements/list/rows.js'
import { named, plainSentence, sentence } from '../elements/sentence.js'
import { moment } from '../elements/time.js'
import { adminUserTexts } from '../messages/admin/admin-users.js'
import { controlTexts } from '../messages/controls.js'
import type { Visit } from '../visit/visit.js'

/** The address of the list of users. */
export const usersPath = '/account/admin/users'

/** What the forms say about a user. */
export type UserFields = Pick<AdminUser, 'displayName' | 'organizationId' | 'admin'>

/** What the form of a user's page holds, and what stands above it. */
interface ShownFields {
  readonly fields: UserFields
  readonly problem: Problem | null
  readonly banner?: Html | null
  /** What they hold and what happened to them; left out where nothing may come between a secret and its page. */
  readonly facts?: Value
  /** Whether the user can be invited, having no password yet. */
  readonly mayInvite?: boolean
}

/** The form for another user. */
export function newPage(visit: Visit, problem: Problem | null): PageContent {
  const texts = visit.text(adminUserTexts)
  const { form: sent } = visit
  const fields = {
    displayName: sent.text('displayName'),
    organizationId: sent.text('organizationId'),
    admin: sent.has('admin'),
  }
  return {
    title: texts.newTitle,
    section: usersPath,
    main: html`<h1>${texts.newTitle}</h1>
      ${problemSummary(visit, problem, { ...labelsOf(visit), username: texts.username })}
      ${form(visit, { action: visit.url(usersPath) }, [
        textField({
          name: 'username',
          label: texts.username,
          hint: texts.usernameHint,
          value: sent.text('username'),
          maxlength: 64,
          problem,
          autofocus: true,
        }),
        profileFields(visit, fields, problem),
        firstSignInField(visit),
        formButtons(texts.add, visit.url(usersPath), visit.text(controlTexts).cancel),
      ])}`,
  }
}

/** How a new user gets in first: by a link that lets them choose a password, or by a password that is passed on. */
function firstSignInField(visit: Visit): Html {
  const texts = visit.text(adminUserTexts)
  const value = visit.form.text('firstSignIn') || 'invitation'
  return radioField({ name: 'firstSignIn', label: texts.firstSignIn, value, problem: null }, [
    { value: 'invitation', label: texts.byInvitation, hint: texts.byInvitationHint },
    { value: 'password', label: texts.byPassword, hint: texts.byPasswordHint },
  ])
}

/** The page of a user: what is known, a form to change it, and links to what can be done. */
export function userPage(
  visit: Visit,
  user: AdminUser,
  { fields, problem, banner, facts, mayInvite = false }: ShownFields,
): PageContent {
  const texts = visit.text(adminUserTexts)
  const { save, cancel } = visit.text(controlTexts)
  const own = `${usersPath}/${user.id}`
  return {
    title: user.username,
    section: usersPath,
    main: html`${banner}
      <div class="kw-heading">
        <h1><bdi>${user.username}</bdi> ${labels(visit, user)}</h1>
      </div>
      ${factLine(factsOf(visit, user))} ${facts}
      <h2>${texts.profile}</h2>
      ${problemSummary(visit, problem, labelsOf(visit))}
      ${form(visit, { action: visit.url(own) }, [
        profileFields(visit, fields, problem),
        formButtons(save, visit.url(usersPath), cancel),
      ])}
      ${mayInvite && invitationPanel(visit, user)} ${user.id !== visit.user?.id && accessPanels(visit, user)}`,
  }
}

/** The form that takes away somebody's second factors, which asks for a reason. */
export function mfaResetPage(
  visit: Visit,
  { id, username }: AdminUser,
  problem: Problem | null,
): PageContent {
  const texts = visit.text(adminUserTexts)
  const own = `${usersPath}/${id}`
  return {
    title: plainSentence(texts.mfaTitle, { name: username }),
    section: usersPath,
    main: html`<h1>${named(texts.mfaTitle, username)}</h1>
      <p>${texts.mfaHint}</p>
      ${problemSummary(visit, problem, { reason: texts.mfaReason })}
      ${form(visit, { action: visit.url(`${own}/mfa-reset`) }, [
        textField({
          name: 'reason',
          label: texts.mfaReason,
          hint: texts.mfaReasonHint,
          value: visit.form.text('reason'),
          maxlength: 200,
          problem,
          autofocus: true,
        }),
        html`<div class="kw-buttons">
          <button class="kw-button kw-danger-fill">${texts.mfa}</button
          ><a class="kw-button" href="${visit.url(own)}">${visit.text(controlTexts).cancel}</a>
        </div>`,
      ])}`,
  }
}

/** The labels beside a user's name. */
export function labels(visit: Visit, { id, admin, disabled }: AdminUser): readonly (Html | false)[] {
  const texts = visit.text(adminUserTexts)
  return [
    id === visit.user?.id && html`<span class="kw-label">${texts.you}</span> `,
    admin && html`<span class="kw-label">${texts.admin}</span> `,
    disabled && html`<span class="kw-label kw-danger-label">${texts.disabled}</span>`,
  ]
}

/** What is known of a user, in small print. */
function factsOf(
  visit: Visit,
  { organizationId, createdAt, lastSignInAt, mfa }: AdminUser,
): readonly Value[] {
  const texts = visit.text(adminUserTexts)
  const { locale } = visit
  const keys = mfa.securityKeys === 1 ? texts.oneKey : plainSentence(texts.keys, { n: mfa.securityKeys })
  return [
    organizationId !== null && named(texts.organization, organizationId),
    sentence(texts.created, { date: moment(locale, createdAt) }),
    lastSignInAt === null
      ? texts.neverSignedIn
      : sentence(texts.lastSignIn, { date: moment(locale, lastSignInAt, 'time') }),
    mfa.totp && texts.app,
    mfa.securityKeys > 0 && keys,
    !mfa.totp && mfa.securityKeys === 0 && texts.noFactor,
  ]
}

function labelsOf(visit: Visit): Readonly<Record<string, string>> {
  const { displayName, organizationId } = visit.text(adminUserTexts)
  return { displayName, organizationId }
}

function profileFields(visit: Visit, fields: UserFields, problem: Problem | null): readonly Html[] {
  const texts = visit.text(adminUserTexts)
  const optional = { optional: true, problem }
  return [
    textField({
      name: 'displayName',
      label: texts.displayName,
      maxlength: 200,
      value: fields.displayName ?? '',
      ...optional,
    }),
    textField({
      name: 'organizationId',
      label: texts.organizationId,
      maxlength: 64,
      value: fields.organizationId ?? '',
      ...optional,
    }),
    checkField(
      { name: 'admin', label: texts.admin, hint: texts.adminHint },
      fields.admin ? 'checked' : 'unchecked',
    ),
  ]
}

function accessPanels(visit: Visit, { id, disabled }: AdminUser): readonly Html[] {
  const texts = visit.text(adminUserTexts)
  const link = linkIn(visit, id)
  return [
    panel({ title: texts.reset, hint: texts.resetHint, actions: link('password', texts.reset, '') }),
    panel({ title: texts.mfa, hint: texts.mfaHint, actions: link('mfa-reset', texts.mfa, '') }),
    panel({
      title: texts.endSessions,
      hint: texts.endHint,
      actions: link('end-sessions', texts.endSessions, ''),
    }),
    disabled
      ? panel({ title: texts.enable, hint: texts.enableHint, actions: link('enable', texts.enable, '') })
      : panel({
          title: texts.disable,
          hint: texts.disableHint,
          actions: link('disable', texts.disable, 'kw-danger-button'),
        }),
    panel({
      title: texts.delete,
      hint: texts.deleteHint,
      actions: link('deletion', texts.delete, 'kw-danger-button'),
    }),
  ]
}

function invitationPanel(visit: Visit, { id }: AdminUser): Html {
  const { invite, inviteHint } = visit.text(adminUserTexts)
  return panel({ title: invite, hint: inviteHint, actions: linkIn(visit, id)('invitation', invite, '') })
}

/** Makes the buttons that lead to what can be done with a user. */
function linkIn(visit: Visit, id: string) {
  return (name: string, label: string, kind: '' | 'kw-danger-button'): Html =>
    html`<a class="kw-button ${kind}" href="${visit.url(`${usersPath}/${id}/${name}`)}">${label}</a>`
}
