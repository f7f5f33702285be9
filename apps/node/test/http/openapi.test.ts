import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { isReasonCode, Type } from '@evenkeel/kernel'
import { Validator } from '@seriousme/openapi-schema-validator'
import { describe, expect, it } from 'vitest'
import { readRoutes, renderHttpDocs } from '../../../../scripts/render-openapi.ts'
import { listFiles, readText, repoRoot } from '../../../../test/repo.ts'
import { renderOpenapi } from '../../src/http/render-openapi.ts'
import { made, toyRead, toyRoute } from './support/toy-server.ts'

const routes = await readRoutes()
const documents = await renderHttpDocs()

describe('the OpenAPI documents and the client’s types', () => {
  it.each([...documents])('have %s as `npm run docs` writes it', (path, text) => {
    expect(existsSync(join(repoRoot, path)) && readText(path)).toBe(text)
  })

  it('have one file for each role, and none for a role that is gone', () => {
    const files = listFiles('docs/reference/openapi', '.json')
    expect(files).toEqual([...documents.keys()].filter((path) => path.endsWith('.json')).sort())
  })

  it.each([...routes.keys()])('of the %s is valid OpenAPI 3.1', async (role) => {
    const validator = new Validator()
    const text = documents.get(`docs/reference/openapi/${role}.json`) ?? ''
    const { valid, errors } = await validator.validate(JSON.parse(text))
    expect(errors ?? []).toEqual([])
    expect(valid).toBe(true)
    expect(validator.version).toBe('3.1')
  })

  it('name no reason that the registry does not have', () => {
    const named = [...routes.values()].flat().flatMap(({ reasons }) => reasons)
    expect(named.filter((code) => !isReasonCode(code))).toEqual([])
  })

  it('cannot be made of two operations with one name', () => {
    const route = toyRoute({ handle: async () => made() })
    expect(() => renderOpenapi('toy', [route, route])).toThrow('two operations have one name')
  })

  it('say what each event of a stream holds, and that some answers hold nothing', () => {
    const schema = Type.Object({ state: Type.String() })
    const stream = toyRead(async () => ({ status: 204, bytes: new Uint8Array(), mediaType: '' }), {
      answers: {
        200: { description: 'Events.', mediaType: 'text/event-stream', schema },
        204: { description: 'Nothing more will come.', mediaType: 'text/event-stream' },
      },
    })
    const [path] = Object.values(renderOpenapi('toy', [stream]).paths as object)
    const { responses } = path.get
    expect(responses[200].content['text/event-stream']['x-event-data']).toMatchObject({
      required: ['state'],
    })
    expect(responses[204]).toEqual({ description: 'Nothing more will come.' })
  })

  it('say what a caller has to send: the key, its scope, and the number of the request', () => {
    const guarded = toyRoute({
      repeats: 'key',
      access: { kind: 'key', scope: 'toy:make' },
      handle: async () => made(),
    })
    const { paths } = renderOpenapi('toy', [guarded])
    expect(paths).toMatchObject({
      '/things': {
        post: {
          operationId: 'makeThing',
          security: [{ apiKey: ['toy:make'] }],
          parameters: [
            { $ref: '#/components/parameters/IdempotencyKey' },
            { $ref: '#/components/parameters/Budget' },
          ],
          responses: {
            403: {
              content: {
                'application/problem+json': {
                  schema: { allOf: [{}, { properties: { code: { enum: ['scope_missing'] } } }] },
                },
              },
            },
          },
        },
      },
    })
  })
})
