import { form } from '../elements/field.js'
import type { Html } from '../elements/html.js'
import { html, textOf } from '../elements/html.js'
import type { PageContent } from '../elements/page.js'
import { layoutTexts } from '../messages/layout.js'
import type { Visit } from '../visit/visit.js'
import type { Mount, NavEntry } from './mount.js'
import { productNameOf } from './mount.js'

/** A page, with the banner that says what has just been done. */
interface ShownPage {
  readonly page: PageContent
  readonly banner: Html | null
}

/** The whole document of a page, in the host's own shell where it has one. */
export function documentOf(mount: Mount, visit: Visit, shown: ShownPage): string {
  const { layout } = mount.theme
  const title = `${shown.page.title} · ${productNameOf(mount)}`
  const lang = visit.locale
  const head = headOf(mount, visit, shown.page)
  const body = bodyOf(mount, visit, shown)
  if (layout) return layout({ title, lang, head: textOf(head), body: textOf(body), user: visit.user })
  return textOf(
    html`<!doctype html>
      <html lang="${lang}" class="kw-document">
        <head>
          <meta charset="utf-8" />
          <meta name="viewport" content="width=device-width, initial-scale=1" />
          <meta name="robots" content="noindex" />
          <title>${title}</title>
          <link rel="icon" href="${mount.theme.logoUrl ?? 'data:,'}" />
          ${head}
        </head>
        <body class="kw-page">
          ${body}
        </body>
      </html> `,
  )
}

function headOf({ theme, assets }: Mount, { url }: Visit, page: PageContent): Html {
  const scripts = [assets.ui, ...(page.securityKey ? [assets.webauthn] : [])]
  return html`<link rel="stylesheet" href="${url(assets.style.path)}" />
    ${theme.stylesheets.map((href) => html`<link rel="stylesheet" href="${href}" />`)}
    ${scripts.map(({ path }) => html`<script type="module" src="${url(path)}"></script>`)}`
}

function bodyOf(mount: Mount, visit: Visit, { page, banner }: ShownPage): Html {
  const { main, section } = page
  const texts = visit.text(layoutTexts)
  const inside = section !== undefined && visit.user !== null
  return html`<div class="kw">
    <a class="kw-skip" href="#kw-main">${texts.skip}</a>
    ${header(mount, visit)}
    <div class="${inside ? 'kw-columns' : 'kw-alone'}">
      ${inside && navigation(mount, visit, section)}
      <main id="kw-main" tabindex="-1">${banner} ${main}</main>
    </div>
  </div>`
}

function header(mount: Mount, visit: Visit): Html {
  const { theme } = mount
  const texts = visit.text(layoutTexts)
  return html`<header class="kw-header">
    <a class="kw-home" href="${theme.homeUrl ?? '/'}"
      >${theme.logoUrl !== null && html`<img src="${theme.logoUrl}" alt="" width="24" height="24" />`}<span
        >${productNameOf(mount)}</span
      ></a
    >
    ${theme.nav.map(({ label, href }) => html`<a class="kw-header-link" href="${href}">${visit.words(label)}</a>`)}
    ${
      visit.user &&
      html`<div class="kw-user">
        <span class="kw-user-name"><bdi>${visit.user.displayName ?? visit.user.username}</bdi></span>
        ${theme.signIn && form(visit, { action: visit.url('/sign-out') }, html`<button class="kw-button kw-small">${texts.signOut}</button>`)}
      </div>`
    }
  </header>`
}

function navigation({ nav }: Mount, visit: Visit, section: string): Html {
  const texts = visit.text(layoutTexts)
  const own = nav.filter(({ admin }) => !admin)
  const administration = nav.filter(({ admin }) => admin && visit.user?.admin)
  return html`<nav class="kw-nav" aria-label="${texts.navigation}">
    <ul>
      ${own.map((entry) => navEntry(visit, entry, section))}
    </ul>
    ${
      administration.length > 0 &&
      html`<p class="kw-nav-title" id="kw-administration">${texts.administration}</p>
        <ul aria-labelledby="kw-administration">
          ${administration.map((entry) => navEntry(visit, entry, section))}
        </ul>`
    }
  </nav>`
}

function navEntry(visit: Visit, { path, label }: NavEntry, section: string): Html {
  const current = path === section
  return html`<li>
    <a href="${visit.url(path)}" ${current && html` aria-current="page"`}>${visit.text(label)}</a>
  </li>`
}
