import { form } from '../elements/field.js'
import type { Html } from '../elements/html.js'
import { html } from '../elements/html.js'
import { icon } from '../elements/icon.js'
import { layoutTexts } from '../messages/layout.js'
import type { Visit } from '../visit/visit.js'
import type { Mount } from './mount.js'
import { productNameOf } from './mount.js'

/** The head of every page: the product, the links that the host names, and the user's own menu. */
export function header(mount: Mount, visit: Visit): Html {
  const { homeUrl, logoUrl, nav, signIn } = mount.theme
  return html`<header class="kw-header">
    <div class="kw-grid kw-bar">
      <a class="kw-home" href="${homeUrl ?? '/'}"
        >${logoUrl !== null && html`<img src="${logoUrl}" alt="" width="24" height="24" />`}<span
          >${productNameOf(mount)}</span
        ></a
      >
      ${nav.map(({ label, href }) => html`<a class="kw-header-link" href="${href}">${visit.words(label)}</a>`)}
      ${visit.user && userMenu(visit, visit.user, signIn ? signOutForm(visit) : null)}
    </div>
  </header>`
}

/** The button that signs out. */
export function signOutForm(visit: Visit): Html {
  return form(
    visit,
    { action: visit.url('/sign-out') },
    html`<button class="kw-sign-out">${icon('sign-out')}${visit.text(layoutTexts).signOut}</button>`,
  )
}

/** Opens without a script; a script closes it where people expect that. */
function userMenu(visit: Visit, user: NonNullable<Visit['user']>, signOut: Html | null): Html {
  const { username, displayName } = user
  const name = displayName ?? username
  return html`<details class="kw-menu kw-user" data-menu>
    <summary>
      <span class="kw-avatar" aria-hidden="true">${[...name][0]?.toUpperCase()}</span
      ><span class="kw-user-name"><bdi>${name}</bdi></span
      >${icon('chevron')}
    </summary>
    <ul>
      ${name !== username && html`<li class="kw-menu-title"><bdi>${username}</bdi></li>`}
      <li><a href="${visit.url('/account')}">${icon('user')}${visit.text(layoutTexts).account}</a></li>
      ${signOut && html`<li>${signOut}</li>`}
    </ul>
  </details>`
}
