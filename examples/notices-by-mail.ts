import type { Notify } from 'keyward'
import { renderNotice } from 'keyward'
import { createTransport } from 'nodemailer'

/** Where a user's mail goes, and in which language; `null` = they have no address. */
export type AddressOf = (
  userId: string,
) => Promise<{ readonly email: string; readonly locale: string } | null>

/**
 * Mails notices: give what it answers to `createKeyward` as `notify`. A server that refuses for now makes it reject, so that the notice is told
 * again. The message id is the notice's own, by which mail programs drop repeats.
 */
export function noticesByMail(smtpUrl: string, from: string, addressOf: AddressOf): Notify {
  const mails = createTransport(smtpUrl)
  return async (notice) => {
    const to = await addressOf(notice.user.id)
    if (to === null) return
    const messageId = `<${notice.id}@${from.split('@')[1] ?? 'localhost'}>`
    await mails.sendMail({ from, to: to.email, messageId, ...renderNotice(notice, to.locale) })
  }
}
