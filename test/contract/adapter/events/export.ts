import assert from 'node:assert/strict'
import { describe, it } from 'mocha'
import type { App } from '../../../support/app.js'

const csv = { headers: { Accept: 'text/csv' } }

/** Events given away as a file. */
export function eventExportContract(app: () => App): void {
  describe('the export of events', () => {
    it('sends the filtered events as CSV, in which nothing is a formula', async () => {
      const client = await app().signedIn()
      const names = ['=1+1', '+49 30', '-x', '@you', 'a "quoted", näme']
      for (const name of names) await client.post('/api-keys', { name })
      const answer = await client.get('/events?type=api_key.created', csv)
      assert.equal(answer.status, 200)
      assert.equal(answer.headers['content-type'], 'text/csv; charset=utf-8; header=present')
      const [head, ...rows] = String(answer.text).split('\r\n')
      assert.equal(
        head,
        'id,type,at,actor_kind,actor_id,actor_name,subject_kind,subject_id,subject_name,subject_hint,ip,user_agent,outcome,reason,note,count',
      )
      assert.equal(rows.pop(), '')
      assert.equal(rows.length, names.length)
      const shown = ["'=1+1", "'+49 30", "'-x", "'@you", '"a ""quoted"", näme"']
      shown.toReversed().forEach((name, i) => assert.ok(rows[i]?.includes(`,${name},`), rows[i]))
    })

    it('sends no formula to programs that split what was sent at other separators', async () => {
      const client = await app().signedIn()
      const attacks = [
        ["Moz;=cmd|'/C calc'!A0;", "Moz;'=cmd|'/C calc'!A0;"],
        ['Moz;;+1|-2', "Moz;;'+1|'-2"],
        ['a\t=1', "a\t'=1"],
        ['a"=1', `"a""'=1"`],
        ["a'@b", "a''@b"],
        ['a-b=c; d', 'a-b=c; d'],
      ] as const
      for (const [i, [agent]] of attacks.entries()) {
        const headers = { 'User-Agent': agent }
        await client.post('/api-keys', { name: `ci-${String(i)}` }, { headers })
      }
      const wide = ['＝1+1', 'a;＋1', 'a|－1', 'a;＠b']
      for (const name of wide) await client.post('/api-keys', { name })
      const text = String((await client.get('/events?type=api_key.created', csv)).text)
      for (const [, shown] of attacks) assert.ok(text.includes(`,${shown},success,`), text)
      for (const shown of ["'＝1+1", "a;'＋1", "a|'－1", "a;'＠b"]) {
        assert.ok(text.includes(`,${shown},`), text)
      }
    })

    it('sends what an administrator may see, whatever number of events there is, each once', async () => {
      const { admin, store, clock } = app()
      const administrator = await admin()
      const ip = '198.51.100.9'
      const about = { type: 'token.created', actor: null, subject: null, userId: null, ip } as const
      const rest = { userAgent: null, outcome: 'success', reason: null, note: null, count: 1 } as const
      const ids = Array.from(
        { length: 620 },
        (_, i) => `019f0000-0000-7000-8000-${String(i).padStart(12, '0')}`,
      )
      await store.commit(ids.map((id) => store.audit.append({ id, at: clock.now(), ...about, ...rest })))
      const lines = await administrator.get(`/admin/events?ip=${ip}`, {
        headers: { Accept: 'application/x-ndjson' },
      })
      const told = (lines.text ?? String(lines.body)).trimEnd().split('\n')
      assert.deepEqual(
        told.map((line) => (JSON.parse(line) as { id: string }).id),
        ids.toReversed(),
      )
      const table = await administrator.get(`/admin/events?ip=${ip}&limit=1`, csv)
      assert.equal(String(table.text).trimEnd().split('\r\n').length, ids.length + 1)
    })

    it('answers the format that is named first, and JSON to whoever takes anything', async () => {
      const client = await app().signedIn()
      const typeFor = async (Accept: string) =>
        (await client.get('/events', { headers: { Accept } })).headers['content-type']
      assert.match(String(await typeFor('text/csv, application/x-ndjson')), /^text\/csv/)
      assert.match(String(await typeFor('application/x-ndjson, text/csv')), /^application\/x-ndjson/)
      assert.match(String(await typeFor('*/*')), /^application\/json/)
    })

    it('refuses a filter before anything is sent', async () => {
      const client = await app().signedIn()
      const answer = await client.get('/events?group=keys', csv)
      assert.deepEqual([answer.status, answer.body.code], [422, 'invalid_input'])
    })
  })
}
