import type { WaitingPurpose } from '../../auth/waiting-secrets.js'
import { shownOnceTexts } from '../messages/shown-once.js'
import type { Visit } from '../visit/visit.js'
import type { Html, Value } from './html.js'
import { html } from './html.js'
import { factLine } from './list/rows.js'
import { copyField } from './secret.js'
import { named } from './sentence.js'

/** A secret that a page shows once, and what is said of it. */
interface ShownSecret {
  /** What the secret belongs to. */
  readonly name: string
  readonly facts: readonly Value[]
  /** That it has to be copied now. */
  readonly copyNow: Value
  readonly label: string
  readonly value: string
  /** The variable of an environment that the secret can be kept as. */
  readonly variable?: string
  /** How it is used. */
  readonly use?: Value
  /** The address of the same page without the secret. */
  readonly done: string
}

/** The card that shows a secret: what it belongs to, a field to copy it from, and how it is used. */
export function secretCard(visit: Visit, shown: ShownSecret): Html {
  const { name, facts, copyNow, label, value, use, done } = shown
  const texts = visit.text(shownOnceTexts)
  return html`<section class="kw-banner kw-success kw-once" aria-labelledby="kw-once" data-once>
    <h2 id="kw-once"><bdi>${name}</bdi></h2>
    ${facts.some(Boolean) && factLine(facts)}
    <p role="status"><strong>${copyNow}</strong></p>
    ${copyField(visit, { id: 'new-secret', label, value })} ${use}
    <div class="kw-buttons">
      ${envButton(visit, shown)}<a class="kw-button" href="${done}">${texts.done}</a>
    </div>
  </section>`
}

/** What stands in the place of the card once its secret was shown. */
export function wasShown(visit: Visit, purpose: WaitingPurpose, name: string): Html {
  return html`<div class="kw-banner kw-attention" role="status">
    <p>${named(visit.text(shownOnceTexts)[purpose], name)}</p>
  </div>`
}

/** Marks the entry of a list that was just made. */
export function newMark(visit: Visit, id: string): Html | false {
  if (visit.query('made') !== id) return false
  return html` <span class="kw-label kw-success-label kw-new">${visit.text(shownOnceTexts).isNew}</span>`
}

/** A file is made by the script alone: one that an address stands for would leave the secret in the browser's list of downloads. */
function envButton(visit: Visit, { name, variable }: ShownSecret): Html | null {
  if (variable === undefined) return null
  const file = `${name.replace(/[^\p{L}\p{N}_-]+/gu, '-').slice(0, 40)}.env`
  return html`<button
    type="button"
    class="kw-button"
    data-save="new-secret"
    data-before="${variable}="
    data-file="${file}"
    data-needs-script
    hidden
  >
    ${visit.text(shownOnceTexts).envLine}
  </button>`
}
