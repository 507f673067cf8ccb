import type { Services } from '../../http/services.js'
import { hourMs, rfc3339 } from '../../time.js'
import type { Form } from '../visit/form.js'
import type { SessionVisit } from '../visit/visit.js'
import type { Choice } from './field.js'
import { selectField } from './field.js'
import type { Html } from './html.js'
import { html } from './html.js'
import type { Problem } from './problem.js'
import { plainSentence } from './sentence.js'
import { minute } from './time.js'

/** What is said of how long a token lives: `{n}` hours, until `{time}`. */
interface LifetimeTexts {
  readonly lifetime: string
  readonly hour: string
  readonly hours: string
  readonly forced: string
  readonly forcedHour: string
}

/** The field to choose how long a new token lives, or one sentence where the policy leaves no choice. */
export async function lifetimeField(
  services: Pick<Services, 'tokens' | 'options'>,
  visit: SessionVisit,
  { texts, problem }: { readonly texts: LifetimeTexts; readonly problem: Problem | null },
): Promise<Html> {
  const { lifetimeChoice, maxHours, defaultHours } = await services.tokens.options(visit.principal.user)
  if (!lifetimeChoice) {
    return html`<p>
      ${defaultHours === 1 ? texts.forcedHour : plainSentence(texts.forced, { n: defaultHours })}
    </p>`
  }
  const now = services.options.now()
  const choices = Array.from({ length: maxHours }, (_, i): Choice => {
    const [n, at] = [i + 1, now + (i + 1) * hourMs]
    const text = plainSentence(n === 1 ? texts.hour : texts.hours, { n, time: '{time}' })
    const label = plainSentence(text, { time: minute(visit.locale, at) })
    return { value: String(n), label, time: { at: rfc3339(at), text } }
  })
  const value = visit.form.text('expiresInHours') || String(defaultHours)
  return selectField({ name: 'expiresInHours', label: texts.lifetime, value, problem }, choices)
}

/** The hours that a form chose; `undefined` where it chose none, and the policy decides. Text that is no number becomes 0, which no policy allows. */
export function hoursIn(form: Form): number | undefined {
  const hours = form.text('expiresInHours')
  return hours === '' ? undefined : Number(hours) || 0
}
