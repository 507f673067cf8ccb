import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { IncomingMessage } from 'node:http'
import { connect } from 'node:net'
import type { AddressInfo } from 'node:net'
import { describe, it } from 'mocha'
import { distinctHeaders } from '../../src/index.js'

describe('distinctHeaders', () => {
  it('is what node:http’s headersDistinct is, doubled headers and strange names included', async () => {
    const server = createServer((_req, res) => res.end()).listen(0, '127.0.0.1')
    await once(server, 'listening')
    const asked = once(server, 'request') as Promise<[IncomingMessage]>
    const socket = connect((server.address() as AddressInfo).port, '127.0.0.1')
    const lines = [
      ...['GET / HTTP/1.1', 'Host: localhost', 'Authorization: Bearer a', 'AUTHORIZATION: Bearer b'],
      ...['Cookie: a=1', 'cookie: b=2', '__proto__: x', 'constructor: y', 'Empty:', '', ''],
    ]
    socket.write(lines.join('\r\n'))
    const [req] = await asked
    const headers = distinctHeaders(req.rawHeaders)
    assert.deepEqual(Object.entries(headers), Object.entries(req.headersDistinct))
    assert.deepEqual(headers.authorization, ['Bearer a', 'Bearer b'])
    assert.equal(distinctHeaders([]).constructor, undefined)
    socket.destroy()
    server.close()
  })
})
