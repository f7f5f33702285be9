import type { PublicJwk } from '@evenkeel/kernel'
import { callRoute } from '@evenkeel/kernel/testing'
import { describe, expect, test } from 'vitest'
import { holderRoutes } from '../src/index.ts'
import {
  credentialId,
  issueFor,
  openHolder,
  STATUS_URI,
  statusToken,
} from './support/holder-under-test.ts'

describe('the routes of the holder', () => {
  test('take a credential for a key that was made here, list it, and say whether it stands', async () => {
    const { holder, documents } = await openHolder()
    const routes = holderRoutes(holder)
    const made = await callRoute(routes, 'createKey')
    const { jwk } = made.json as unknown as { readonly jwk: PublicJwk }
    expect([made.status, Object.keys(jwk).includes('d')]).toEqual([201, false])
    const body = { credentialId, credential: await issueFor(jwk) }
    const stored = await callRoute(routes, 'storeCredential', { body })
    expect(stored).toMatchObject({ status: 200, json: { vct: 'urn:example:member' } })
    expect(await callRoute(routes, 'storeCredential', { body })).toEqual(stored)
    expect((await callRoute(routes, 'listCredentials')).json).toEqual({ items: [stored.json] })
    const params = { credentialId }
    expect(await callRoute(routes, 'checkStatus', { params })).toEqual({
      problem: 'status_unavailable',
    })
    documents.set(STATUS_URI, await statusToken(1))
    expect((await callRoute(routes, 'checkStatus', { params })).json).toMatchObject({
      status: 'invalid',
    })
  })

  test('give no page for a cursor and no standing for a credential that cannot be', async () => {
    const { holder } = await openHolder()
    const routes = holderRoutes(holder)
    expect(await callRoute(routes, 'listCredentials', { query: { after: '\0' } })).toEqual({
      problem: 'malformed_message',
    })
    for (const unknown of ['none', '', '\0', '\ud800']) {
      expect(await callRoute(routes, 'checkStatus', { params: { credentialId: unknown } })).toEqual(
        { problem: 'not_found' },
      )
    }
    for (const body of [
      {},
      { credentialId: '..', credential: 'x' },
      { credentialId, credential: '' },
    ]) {
      expect(await callRoute(routes, 'storeCredential', { body })).toEqual({
        problem: 'malformed_message',
      })
    }
  })
})
