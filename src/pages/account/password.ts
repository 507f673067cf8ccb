import { withQuery } from '../../auth/with-query.js'
import { minLengthFor } from '../../credentials/password-rules.js'
import { invalidField } from '../../errors.js'
import type { Services } from '../../http/services.js'
import { reissuedCookie } from '../../http/sign-in-reply.js'
import { form, hiddenField, textField, usernameHint } from '../elements/field.js'
import { html } from '../elements/html.js'
import type { PageContent } from '../elements/page.js'
import type { Problem } from '../elements/problem.js'
import { problemSummary } from '../elements/problem.js'
import { plainSentence } from '../elements/sentence.js'
import { proofFields } from '../factors/proof.js'
import { controlTexts } from '../messages/controls.js'
import { passwordTexts } from '../messages/password.js'
import type { Section } from '../site/section.js'
import type { SessionVisit } from '../visit/visit.js'
import { seeOther } from '../visit/visit.js'
import { twoStepPath } from './two-step-page.js'

const path = '/account/password'
/** The present password goes by the name that it has as a proof: where such a proof is demanded, it is not asked for twice. */
const current = proofFields.password
const [next, again] = ['newPassword', 'newPasswordAgain'] as const

/** Changing the password: by choice, or because a temporary one demands it. */
export const passwordSection: Section = {
  path,
  label: (visit) => visit.text(passwordTexts).entry,
  group: 'sign-in',
  icon: 'password',
  routes: ({ services, get, post }) => [
    get(path, { level: 'limited', handler: async (visit) => passwordPage(services, visit, null) }),
    post(path, {
      level: 'passwordChange',
      secrets: [next, again],
      again: async (visit, problem) => passwordPage(services, visit, ownWords(visit, problem)),
      handler: async (visit) => {
        const { client, principal, form: sent } = visit
        // A proof came first, and the new password was not sent along with it, since secrets are never repeated.
        if (sent.text(next) === '') return passwordPage(services, visit, null)
        if (sent.text(next) !== sent.text(again)) throw invalidField(again, 'different', 'must be the same')
        const given = { currentPassword: sent.text(current), newPassword: sent.text(next) }
        const proved = await services.passwordChange.change(client, principal, given)
        const done = withQuery(wayOn(visit), { done: 'password.changed' })
        return seeOther(done, reissuedCookie(proved, services.options))
      },
    }),
  ],
}

function passwordPage({ options }: Services, visit: SessionVisit, problem: Problem | null): PageContent {
  const texts = visit.text(passwordTexts)
  const { session, policy, user } = visit.principal
  const temporary = session.account.temporaryUntil !== null
  const hint = plainSentence(texts.nextHint, { n: minLengthFor(policy, options) })
  const secret = { type: 'password', problem } as const
  return {
    title: texts.title,
    section: temporary ? undefined : path,
    main: html`<h1>${texts.title}</h1>
      ${temporary && html`<p class="kw-banner kw-attention">${texts.mustChange}</p>`}
      ${problemSummary(visit, problem, { [current]: texts.current, [next]: texts.next, [again]: texts.again })}
      ${form(visit, { action: visit.url(path) }, [
        hiddenField('to', visit.returnTo ?? ''),
        usernameHint(user.username),
        textField({ ...secret, name: current, label: texts.current, autocomplete: 'current-password' }),
        textField({ ...secret, name: next, label: texts.next, hint, autocomplete: 'new-password' }),
        textField({ ...secret, name: again, label: texts.again, autocomplete: 'new-password' }),
        html`<p class="kw-hint">${texts.consequence}</p>
          <div class="kw-buttons">
            <button class="kw-button kw-primary">${texts.change}</button>
            ${!temporary && html`<a class="kw-button" href="${backFrom(visit)}">${visit.text(controlTexts).cancel}</a>`}
          </div>`,
      ])}`,
  }
}

/** Where to go on to: what was asked for, or this page, or the account for somebody whose temporary password led here. */
function wayOn(visit: SessionVisit): string {
  const temporary = visit.principal.session.account.temporaryUntil !== null
  return visit.returnTo ?? visit.url(temporary ? '/account' : path)
}

/** Where to go back to: what was asked for, or the section beside this one, or the account. */
function backFrom(visit: SessionVisit): string {
  return visit.returnTo ?? visit.url(visit.theme.shows(twoStepPath) ? twoStepPath : '/account')
}

function ownWords(visit: SessionVisit, problem: Problem): Problem {
  const texts = visit.text(passwordTexts)
  if (problem.summary !== null && problem.code === 'invalid_credentials') {
    return { ...problem, summary: null, fields: { [current]: texts.wrong } }
  }
  if (problem.fields[again] === undefined) return problem
  return { ...problem, fields: { [again]: texts.different } }
}
