import assert from 'node:assert/strict'
import { describe, it } from 'mocha'
import { noticesByMail } from '../../examples/notices-by-mail.js'
import { smtpServer } from '../support/smtp-server.js'
import { until } from '../support/until.js'
import { noticeScene } from './scene.js'

const addressOf = () => Promise.resolve({ email: 'ada@example.com', locale: 'en' })

describe('examples/notices-by-mail.ts', () => {
  const { clock, open, put, untilLeft, rows } = noticeScene()

  it('mails a notice, as text and as HTML, under an id of its own', async () => {
    await using server = await smtpServer()
    await put(open(noticesByMail(server.url, 'noreply@example.com', addressOf)))
    await untilLeft(0)
    const [mail, ...others] = server.mails
    assert.deepEqual(others, [])
    assert.match(mail ?? '', /^To: ada@example\.com$/m)
    assert.match(mail ?? '', /^Subject: A new password for app\.example\.com$/m)
    assert.match(mail ?? '', /^Message-ID: <[\w-]+@example\.com>$/m)
    assert.match(mail ?? '', /^Content-Type: text\/plain/m)
    assert.match(mail ?? '', /^Content-Type: text\/html/m)
  })

  it('tells it again where the server says 451, and once the server has taken it, no more', async () => {
    await using server = await smtpServer(1)
    const notify = noticesByMail(server.url, 'noreply@example.com', addressOf)
    const first = open(notify)
    await put(first)
    await until('the refusal', () => server.refused() === 1)
    // That it is put off has been written once this has closed.
    await first.box.close()
    assert.deepEqual([server.mails.length, (await rows()).length], [0, 1])
    clock.advance({ minutes: 2 })
    open(notify).box.wake()
    await untilLeft(0)
    assert.equal(server.mails.length, 1)
  })

  it('mails nobody who has no address', async () => {
    await using server = await smtpServer()
    await put(open(noticesByMail(server.url, 'noreply@example.com', () => Promise.resolve(null))))
    await untilLeft(0)
    assert.deepEqual([server.mails, await rows()], [[], []])
  })
})
