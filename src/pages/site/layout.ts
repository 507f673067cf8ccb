import type { Html, Value } from '../elements/html.js'
import { html, textOf } from '../elements/html.js'
import type { PageContent } from '../elements/page.js'
import { layoutTexts } from '../messages/layout.js'
import type { ShellPage } from '../visit/theme.js'
import type { Visit } from '../visit/visit.js'
import { header } from './header.js'
import type { Mount } from './mount.js'
import { productNameOf } from './mount.js'
import { breadcrumb, entriesFor, navigation } from './navigation.js'

/** A page, with the banner that says what has just been done. */
interface ShownPage {
  readonly page: PageContent
  readonly banner: Html | null
}

/** The parts of a page; `navigation` makes the one beside it, for where a header has the button to sign out or for where none does. */
interface Parts {
  readonly main: Html
  readonly breadcrumb: Html | null
  readonly navigation: ((signOut: 'here' | 'in the header') => Html) | null
}

/** The whole document of a page, in the host's own shell where it has one. */
export async function documentOf(mount: Mount, visit: Visit, shown: ShownPage): Promise<string> {
  const { layout, logoUrl } = mount.theme
  const title = `${shown.page.title} · ${productNameOf(mount)}`
  const lang = visit.locale
  const head = headOf(mount, visit, shown.page)
  const parts = await partsOf(mount, visit, shown)
  const body = bodyOf(mount, visit, parts)
  if (layout) {
    const texts = { head: textOf(head), body: textOf(body), ...shellParts(parts) }
    return layout({ title, lang, ...texts, user: visit.user })
  }
  return textOf(
    html`<!doctype html>
      <html lang="${lang}" class="kw-document">
        <head>
          <meta charset="utf-8" />
          <meta name="viewport" content="width=device-width, initial-scale=1" />
          <meta name="robots" content="noindex" />
          <title>${title}</title>
          <link rel="icon" href="${logoUrl ?? 'data:,'}" />
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

async function partsOf(mount: Mount, visit: Visit, { page, banner }: ShownPage): Promise<Parts> {
  const { section, title } = page
  const main = html`${banner} ${page.main}`
  const alone = mount.theme.chrome === 'none' && !mount.theme.layout
  if (section === undefined || !visit.user || alone) return { main, breadcrumb: null, navigation: null }
  const entries = await entriesFor(mount, visit)
  return {
    main,
    breadcrumb: breadcrumb(mount, visit, { title, section }),
    navigation: (signOut) => navigation(mount, visit, { entries, section, signOut }),
  }
}

function bodyOf(mount: Mount, visit: Visit, { main, breadcrumb: way, navigation: beside }: Parts): Html {
  const { chrome } = mount.theme
  const content = html`<main class="kw-main" id="kw-main" tabindex="-1">${main}</main>`
  if (chrome === 'none') return html`<div class="kw kw-in-shell">${content}</div>`
  const full = chrome === 'full'
  return html`<div class="kw">
    <a class="kw-skip" href="#kw-main">${visit.text(layoutTexts).skip}</a>
    ${full && header(mount, visit)}
    <div class="kw-grid ${beside ? 'kw-columns' : 'kw-alone'}">
      ${beside?.(full ? 'in the header' : 'here')}
      <div class="kw-content">${way} ${content}</div>
    </div>
    ${full && footer(mount, visit)}
  </div>`
}

/** The host's own links at the foot of every page. */
function footer({ theme: { legal } }: Mount, visit: Visit): Value {
  return (
    legal.length > 0 &&
    html`<footer class="kw-footer kw-grid">
      ${legal.map(({ label, href }) => html`<a href="${href}">${visit.words(label)}</a>`)}
    </footer>`
  )
}

/** A shell has a header and a `<main>` of its own, so that neither stands in these. */
function shellParts({
  main,
  breadcrumb: way,
  navigation: beside,
}: Parts): Pick<ShellPage, 'navigation' | 'main'> {
  return {
    navigation: beside ? textOf(html`<div class="kw kw-in-shell">${beside('here')}</div>`) : '',
    main: textOf(
      html`<div class="kw kw-in-shell">
        ${way}
        <div class="kw-main">${main}</div>
      </div>`,
    ),
  }
}
