import type { Reply } from '../route.js'

const nobodyKeepsIt = { 'X-Content-Type-Options': 'nosniff', 'Cache-Control': 'no-store' }
/** For what is no page: opened as one it runs and loads nothing, and it stands in no frame (CSP Level 3). */
const noPage = { 'Content-Security-Policy': "default-src 'none'; base-uri 'none'; frame-ancestors 'none'" }

/** The headers of a reply with those that every answer has. A reply's own go before them; a document of HTML says its own policy, or the host does. */
export function answerHeaders({ headers = {} }: Pick<Reply, 'headers'>): Readonly<Record<string, string>> {
  const isPage = headers['Content-Type']?.startsWith('text/html') === true
  return { ...nobodyKeepsIt, ...(isPage ? {} : noPage), ...headers }
}
