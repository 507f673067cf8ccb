import { jsonIn, unexpected } from './problem-error.js'

/** Reads the JSON that an answer holds; `undefined` for one that has no body. */
export async function answerIn(response: Response): Promise<unknown> {
  const { status, headers } = response
  if (status === 204 || (status === 202 && !headers.has('content-type'))) return undefined
  const body = await jsonIn(response)
  if (body === null) throw unexpected(status)
  return body
}
