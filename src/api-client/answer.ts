import { jsonIn, unexpected } from './problem-error.js'

/** Reads the JSON that an answer holds; `undefined` for one that has no body. */
export async function answerIn(response: Response): Promise<unknown> {
  if (response.status === 204) return undefined
  const body = await jsonIn(response)
  if (body === null) throw unexpected(response.status)
  return body
}
