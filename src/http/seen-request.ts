import { channels, isHeard } from '../observation/channels.js'
import type { RequestMessage } from '../observation/message.js'
import { traced } from '../observation/traced.js'
import type { Reply, Route } from './route.js'

/** Answers a request for a route, and tells whoever listens. */
export async function seenRequest(route: Route, answer: () => Promise<Reply>): Promise<Reply> {
  if (!isHeard(channels.request)) return answer()
  const message: RequestMessage = {
    method: route.method === 'all' ? '*' : route.method.toUpperCase(),
    route: route.path,
    operation: route.operation ?? null,
    status: null,
    errorType: null,
    settled: false,
  }
  return traced(channels.request, message, async () => {
    const reply = await answer()
    message.status = reply.status
    return reply
  })
}
