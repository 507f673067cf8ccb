import { withQuery } from '../../auth/with-query.js'
import type { Page } from '../../store/page.js'
import { textField } from '../elements/field.js'
import type { Html } from '../elements/html.js'
import { html } from '../elements/html.js'
import type { PageContent } from '../elements/page.js'
import { plainSentence } from '../elements/sentence.js'
import { adminPolicyTexts } from '../messages/admin/admin-policies.js'
import { policyGroupTexts } from '../messages/admin/policy-terms.js'
import { controlTexts } from '../messages/controls.js'
import type { ByCode } from '../messages/language.js'
import type { Visit } from '../visit/visit.js'
import { policyGroups } from './policy-field.js'
import type { Holding, PolicyInForce } from './policy-holds.js'
import { holdings } from './policy-holds.js'
import { editUrl, nameOf, policiesPath, policyUrl, titleOf } from './policy-words.js'

/** What holds on the platform, and the organisations that have a policy of their own. */
export function platformPage(visit: Visit, levels: PolicyInForce, organizations: Page<string>): PageContent {
  const texts = visit.text(adminPolicyTexts)
  return {
    title: texts.title,
    section: policiesPath,
    main: html`<h1>${texts.title}</h1>
      <p class="kw-intro">${texts.intro}</p>
      <div class="kw-heading">
        <h2>${texts.platform}</h2>
        ${editAll(visit, '')}
      </div>
      ${cards(visit, '', levels)}
      <section class="kw-part">
        <h2>${texts.organizations}</h2>
        ${listOf(visit, organizations)} ${organizationForm(visit)}
      </section>`,
  }
}

/** What holds in an organisation. */
export function organizationPage(visit: Visit, organization: string, levels: PolicyInForce): PageContent {
  const texts = visit.text(adminPolicyTexts)
  return {
    title: nameOf(visit, organization),
    section: policiesPath,
    main: html`<div class="kw-heading">
        <h1>${titleOf(visit, organization)}</h1>
        ${editAll(visit, organization)}
      </div>
      <p class="kw-intro">${texts.organizationIntro}</p>
      ${cards(visit, organization, levels)}
      <p><a href="${visit.url(policiesPath)}">${texts.all}</a></p>`,
  }
}

function editAll(visit: Visit, organization: string): Html {
  return html`<a class="kw-button" href="${editUrl(visit, { organization, part: null })}"
    >${visit.text(adminPolicyTexts).editAll}</a
  >`
}

/** A card for each group: what holds there, in sentences, and where one changes it. */
function cards(visit: Visit, organization: string, levels: PolicyInForce): Html {
  const { edit, acting } = visit.text(controlTexts)
  const names = visit.text<ByCode>(policyGroupTexts)
  return html`<div class="kw-cards">
    ${policyGroups.map((group) => {
      const name = names[group] ?? group
      return html`<section class="kw-part">
        <div class="kw-heading">
          <div class="kw-part-title">
            ${organization === '' ? html`<h3>${name}</h3>` : html`<h2>${name}</h2>`}
            <p>${inOrder(holdings(visit, levels, group)).map((run) => told(visit, run))}</p>
          </div>
          <a
            class="kw-button"
            href="${editUrl(visit, { organization, part: group })}"
            aria-label="${plainSentence(acting, { action: edit, name })}"
            >${edit}</a
          >
        </div>
      </section>`
    })}
  </div>`
}

/** The sentences that come from the same level, one after the other, say so once. */
function inOrder(sentences: readonly Holding[]): readonly Holding[] {
  return sentences.reduce<readonly Holding[]>((runs, { text, origins }) => {
    const last = runs.at(-1)
    if (last?.origins.join() !== origins.join()) return [...runs, { text, origins }]
    return [...runs.slice(0, -1), { text: `${last.text} ${text}`, origins }]
  }, [])
}

function told(visit: Visit, { text, origins }: Holding): Html {
  const texts = visit.text(adminPolicyTexts)
  const names = { platform: texts.byPlatform, here: texts.here, default: texts.byDefault }
  return html`${text} ${origins.map((origin) => html`<span class="kw-label">${names[origin]}</span> `)}`
}

function listOf(visit: Visit, { rows, more }: Page<string>): Html {
  const texts = visit.text(adminPolicyTexts)
  const after = visit.query('after')
  const last = rows.at(-1)
  if (rows.length === 0 && after === '') return html`<p class="kw-hint">${texts.noOrganizations}</p>`
  return html`<ul class="kw-rows">
      ${rows.map(
        (id) =>
          html`<li class="kw-row">
            <a href="${policyUrl(visit, id)}"><bdi>${id}</bdi></a>
          </li>`,
      )}
    </ul>
    ${
      (after !== '' || more) &&
      html`<nav class="kw-pager" aria-label="${texts.organizations}">
        ${after !== '' && html`<a class="kw-button" href="${visit.url(policiesPath)}">${texts.first}</a>`}
        ${more && last !== undefined && html`<a class="kw-button" href="${withQuery(visit.url(policiesPath), { after: last })}">${texts.next}</a>`}
      </nav>`
    }`
}

/** Opens the policy of an organisation by its id, whether or not it has one. */
function organizationForm(visit: Visit): Html {
  const texts = visit.text(adminPolicyTexts)
  return html`<form class="kw-filter" method="get" action="${visit.url(policiesPath)}">
    ${textField({ name: 'organization', label: texts.search, hint: texts.searchHint, maxlength: 64 })}
    <div class="kw-buttons"><button class="kw-button">${texts.open}</button></div>
  </form>`
}
