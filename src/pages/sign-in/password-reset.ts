import { withQuery } from '../../auth/with-query.js'
import { form, textField } from '../elements/field.js'
import type { Html } from '../elements/html.js'
import { html } from '../elements/html.js'
import type { PageContent } from '../elements/page.js'
import type { Problem } from '../elements/problem.js'
import { problemSummary } from '../elements/problem.js'
import { oneTimeLinkTexts } from '../messages/one-time-link.js'
import { signInTexts } from '../messages/sign-in.js'
import type { Section } from '../site/section.js'
import type { Visit } from '../visit/visit.js'
import { seeOther } from '../visit/visit.js'

/** The address at which people ask for a link to another password. */
export const passwordResetPath = '/password-reset'

/** Asking for a link to another password. What is answered is the same for every name. The form has an address of its own, since the page's takes JSON. */
export const passwordResetSection: Section = {
  isOn: ({ passwordReset }) => passwordReset,
  routes: ({ services, get, post }) => [
    get(passwordResetPath, {
      level: 'anon',
      handler: async (visit) => (visit.query('sent') === '' ? resetPage(visit, null) : sentPage(visit)),
    }),
    post(`${passwordResetPath}/request`, {
      level: 'anon',
      again: async (visit, problem) => resetPage(visit, problem),
      handler: async (visit) => {
        await services.oneTimeLinks.requestReset(visit.client, visit.form.text('username').slice(0, 256))
        return seeOther(withQuery(visit.url(passwordResetPath), { sent: '1' }))
      },
    }),
  ],
}

function resetPage(visit: Visit, problem: Problem | null): PageContent {
  const texts = visit.text(oneTimeLinkTexts)
  const { username } = visit.theme
  const label = username.label === null ? visit.text(signInTexts).username : visit.words(username.label)
  return {
    title: texts.forgotTitle,
    main: html`<div class="kw-card">
      <h1>${texts.forgotTitle}</h1>
      <p>${texts.forgotHint}</p>
      ${problemSummary(visit, problem, { username: label })}
      ${form(visit, { action: visit.url(`${passwordResetPath}/request`) }, [
        textField({
          name: 'username',
          label,
          type: username.type,
          value: visit.form.text('username'),
          autocomplete: 'username',
          problem,
          autofocus: true,
        }),
        html`<button class="kw-button kw-primary kw-wide">${texts.send}</button>`,
      ])}
      <div class="kw-others">${signInLink(visit)}</div>
    </div>`,
  }
}

/** What is said of every request, whether there is such a user or not. */
function sentPage(visit: Visit): PageContent {
  const texts = visit.text(oneTimeLinkTexts)
  return {
    title: texts.forgotTitle,
    main: html`<div class="kw-card">
      <h1>${texts.forgotTitle}</h1>
      <p role="status">${texts.sent}</p>
      <p class="kw-hint">${texts.notSent}</p>
      <div class="kw-others">
        <a class="kw-link" href="${visit.url(passwordResetPath)}">${texts.another}</a> ${signInLink(visit)}
      </div>
    </div>`,
  }
}

/** The way back to the sign-in. */
export function signInLink(visit: Visit): Html {
  return html`<a class="kw-link" href="${visit.signIn({})}">${visit.text(oneTimeLinkTexts).back}</a>`
}
