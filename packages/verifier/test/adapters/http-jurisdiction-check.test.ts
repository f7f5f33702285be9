import {
  brandId,
  type CredentialHandle,
  encodeUtf8,
  err,
  ok,
  type Result,
  type TransportFailure,
} from '@evenkeel/kernel'
import type { HttpAnswer, HttpRequest } from '@evenkeel/kernel/adapters'
import { describe, expect, test } from 'vitest'
import { createHttpJurisdictionCheck } from '../../src/index.ts'

const question = {
  jurisdiction: 'XA',
  policyId: 'policy-1',
  handle: brandId<CredentialHandle>('handle-1'),
  outputs: { tier: 'gold' },
}

async function ask(answer: Result<HttpAnswer, TransportFailure>) {
  const requests: HttpRequest[] = []
  const check = createHttpJurisdictionCheck({
    client: {
      async exchange(request) {
        requests.push(request)
        return answer
      },
    },
    clock: { monotonicMs: () => 1_000 },
    url: 'https://screening.example/ask',
  })
  return { answer: await check.ask(question, 1_250), requests }
}

const saying = (text: string, status = 200) => ok({ status, bytes: encodeUtf8(text) })

describe('a check over HTTP', () => {
  test('is sent the question alone, and given what is left of the time', async () => {
    const { answer, requests } = await ask(saying('{"answer":"clear","ref":"x"}'))
    expect(answer).toBe('clear')
    expect(requests).toMatchObject([{ url: 'https://screening.example/ask', timeoutMs: 250 }])
    const [{ body } = {}] = requests
    expect(JSON.parse(new TextDecoder().decode(body?.bytes))).toEqual(question)
  })

  test.each([
    ['{"answer":"deny"}', 200, 'deny'],
    ['{"answer":"clear"}', 500, 'unknown'],
    ['{"answer":"maybe"}', 200, 'unknown'],
    ['{"answer":"clear","answer":"deny"}', 200, 'unknown'],
    ['clear', 200, 'unknown'],
  ])('that answers %s with %i has said %s', async (text, status, said) => {
    expect((await ask(saying(text, status))).answer).toBe(said)
  })

  test('that cannot be reached has said nothing', async () => {
    expect((await ask(err({ code: 'transport_timed_out' }))).answer).toBe('unknown')
  })
})
