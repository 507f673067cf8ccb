import type { Html } from './html.js'
import { html, textOf } from './html.js'
import { form } from './field.js'
import { layoutTexts } from './messages/layout.js'
import type { Page } from './page.js'
import type { NavEntry, Setting } from './setting.js'
import { productNameOf } from './setting.js'
import type { Visit } from './visit.js'

/** The whole document of a page, in the host's shell where it has one; `banner` says what has just been done. */
export function documentOf(setting: Setting, visit: Visit, page: Page, banner: Html | null): string {
  const { layout } = setting.look
  const title = `${page.title} · ${productNameOf(setting)}`
  const lang = visit.locale
  const head = headOf(setting, visit, page)
  const body = bodyOf(setting, visit, page, banner)
  if (layout) return layout({ title, lang, head: textOf(head), body: textOf(body), user: visit.user })
  return textOf(
    html`<!doctype html>
      <html lang="${lang}" class="kw-document">
        <head>
          <meta charset="utf-8" />
          <meta name="viewport" content="width=device-width, initial-scale=1" />
          <meta name="robots" content="noindex" />
          <title>${title}</title>
          <link rel="icon" href="${setting.look.logoUrl ?? 'data:,'}" />
          ${head}
        </head>
        <body class="kw-page">
          ${body}
        </body>
      </html> `,
  )
}

function headOf({ look, assets }: Setting, { url }: Visit, page: Page): Html {
  const scripts = [assets.ui, ...(page.securityKey ? [assets.webauthn] : [])]
  return html`<link rel="stylesheet" href="${url(assets.style.path)}" />
    ${look.stylesheets.map((href) => html`<link rel="stylesheet" href="${href}" />`)}
    ${scripts.map(({ path }) => html`<script type="module" src="${url(path)}"></script>`)}`
}

function bodyOf(setting: Setting, visit: Visit, page: Page, banner: Html | null): Html {
  const { main, section } = page
  const texts = visit.text(layoutTexts)
  const inside = section !== undefined && visit.user !== null
  return html`<div class="kw">
    <a class="kw-skip" href="#kw-main">${texts.skip}</a>
    ${header(setting, visit)}
    <div class="${inside ? 'kw-columns' : 'kw-alone'}">
      ${inside && navigation(setting, visit, section)}
      <main id="kw-main" tabindex="-1">${banner} ${main}</main>
    </div>
  </div>`
}

function header(setting: Setting, visit: Visit): Html {
  const { look } = setting
  const texts = visit.text(layoutTexts)
  return html`<header class="kw-header">
    <a class="kw-home" href="${look.homeUrl ?? '/'}"
      >${look.logoUrl !== null && html`<img src="${look.logoUrl}" alt="" width="24" height="24" />`}<span
        >${productNameOf(setting)}</span
      ></a
    >
    ${look.nav.map(({ label, href }) => html`<a class="kw-header-link" href="${href}">${label}</a>`)}
    ${
      visit.user &&
      html`<div class="kw-user">
        <span class="kw-user-name"><bdi>${visit.user.displayName ?? visit.user.username}</bdi></span>
        ${form(visit, { action: visit.url('/sign-out') }, html`<button class="kw-button kw-small">${texts.signOut}</button>`)}
      </div>`
    }
  </header>`
}

function navigation({ nav }: Setting, visit: Visit, section: string): Html {
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
