import type { ReadEvents } from '../../audit.js'
import { withQuery } from '../../auth/with-query.js'
import { KeywardError } from '../../errors.js'
import { eventFileFormats } from '../../event-file.js'
import { eventExport } from '../../http/list/event-export.js'
import type { Reply } from '../../http/route.js'
import { activityTexts } from '../messages/activity.js'
import type { Visit } from '../visit/visit.js'
import type { Html } from './html.js'
import { html } from './html.js'
import { icon } from './icon.js'

/** The links to files of all events that a list finds, at `/export` below its path; `kept` holds what narrows the list. */
export function downloadLinks(
  visit: Visit,
  path: string,
  kept: Readonly<Record<string, string | null>>,
): Html {
  const texts = visit.text(activityTexts)
  const links = eventFileFormats.map((format) => {
    const href = withQuery(visit.url(`${path}/export`), { ...kept, format })
    return html` <a class="kw-button kw-small" href="${href}" download
      >${icon('download')} ${texts[format]}</a
    >`
  })
  return html`<p class="kw-export">${texts.export}: ${links}</p>`
}

/** The file that such a link leads to. A format that there is none of is a 422. */
export async function downloadReply(visit: Visit, reading: () => Promise<ReadEvents>): Promise<Reply> {
  const format = eventFileFormats.find((one) => one === visit.query('format'))
  if (format === undefined) throw new KeywardError('invalid_input')
  return eventExport(await reading(), format, { name: 'activity' })
}
