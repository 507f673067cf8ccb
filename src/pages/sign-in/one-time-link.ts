import { invalidField } from '../../errors.js'
import type { Services } from '../../http/services.js'
import { form, textField } from '../elements/field.js'
import type { Html } from '../elements/html.js'
import { html } from '../elements/html.js'
import type { PageContent } from '../elements/page.js'
import type { Problem } from '../elements/problem.js'
import { problemSummary } from '../elements/problem.js'
import { plainSentence } from '../elements/sentence.js'
import { oneTimeLinkTexts } from '../messages/one-time-link.js'
import { passwordTexts } from '../messages/password.js'
import type { Section } from '../site/section.js'
import type { Visit } from '../visit/visit.js'
import { seeOther } from '../visit/visit.js'
import { passwordResetPath, signInLink } from './password-reset.js'

/** A kind of link, and what its page is called and says. */
const kinds = [
  { kind: 'invitation', path: '/one-time-links/invitation', title: 'invitationTitle' },
  { kind: 'password_reset', path: '/one-time-links/password-reset', title: 'resetTitle' },
] as const
type Kind = (typeof kinds)[number]

const code = 'code'
const [next, again] = ['newPassword', 'newPasswordAgain'] as const

/**
 * The pages that one-time links lead to. The code is in the fragment, which no server sees: a script puts it into its field and takes it
 * out of the address, and without one it is pasted. The form has an address of its own, since the page's takes JSON.
 */
export const oneTimeLinkSection: Section = {
  routes: ({ services, get, post }) =>
    kinds.flatMap((of) => [
      get(of.path, {
        level: 'anon',
        handler: async (visit) => linkPage(services, visit, { of, problem: null }),
      }),
      post(`${of.path}/password`, {
        level: 'anon',
        secrets: [code, next, again],
        again: async (visit, problem) => linkPage(services, visit, { of, problem: ownWords(visit, problem) }),
        handler: async (visit) => {
          const { client, form: sent } = visit
          if (sent.text(next) !== sent.text(again)) throw invalidField(again, 'different', 'must be the same')
          const given = { code: codeIn(sent.text(code)), newPassword: sent.text(next) }
          await services.oneTimeLinks.use(client, of.kind, given)
          return seeOther(visit.signIn({ notice: 'password-chosen' }))
        },
      }),
    ]),
}

/** The code in what was pasted, which may be the whole link. */
function codeIn(pasted: string): string {
  return pasted.slice(pasted.lastIndexOf('#') + 1)
}

function linkPage(
  { options }: Services,
  visit: Visit,
  { of, problem }: { readonly of: Kind; readonly problem: Problem | null },
): PageContent {
  const texts = visit.text(oneTimeLinkTexts)
  const words = visit.text(passwordTexts)
  const title = texts[of.title]
  const hint = plainSentence(words.nextHint, { n: options.passwords.minLength })
  const secret = { type: 'password', autocomplete: 'new-password', problem } as const
  const labels = { [code]: texts.code, [next]: words.next, [again]: words.again }
  return {
    title,
    main: html`<div class="kw-card">
      <h1>${title}</h1>
      <p>${plainSentence(texts.account, { product: visit.theme.productName ?? options.productName })}</p>
      ${problemSummary(visit, problem, labels)}
      ${problem?.fields[code] !== undefined && wayOut(options, visit, of)}
      ${form(visit, { action: visit.url(`${of.path}/password`) }, [
        html`<div data-from-address>
          ${textField({ name: code, label: texts.code, hint: texts.codeHint, maxlength: 1024, problem })}
        </div>`,
        textField({ ...secret, name: next, label: words.next, hint }),
        textField({ ...secret, name: again, label: words.again }),
        of.kind === 'password_reset' && html`<p class="kw-hint">${texts.consequence}</p>`,
        html`<button class="kw-button kw-primary kw-wide">${texts.set}</button>`,
      ])}
      <div class="kw-others">${signInLink(visit)}</div>
    </div>`,
  }
}

/** How to come by another link, for who has one that does not work. */
function wayOut({ passwordReset }: Services['options'], visit: Visit, { kind }: Kind): Html | false {
  const { askInvitation, askReset } = visit.text(oneTimeLinkTexts)
  if (kind === 'invitation') return html`<p>${askInvitation}</p>`
  return (
    passwordReset && html`<p><a class="kw-link" href="${visit.url(passwordResetPath)}">${askReset}</a></p>`
  )
}

function ownWords(visit: Visit, problem: Problem): Problem {
  if (problem.fields[code] !== undefined) {
    return { ...problem, fields: { [code]: visit.text(oneTimeLinkTexts).invalid } }
  }
  if (problem.fields[again] === undefined) return problem
  return { ...problem, fields: { [again]: visit.text(passwordTexts).different } }
}
