import type { IncomingMessage, ServerResponse } from 'node:http'
import { createByteCollector, ok, type Reasoned, type Result, refuse } from '@evenkeel/kernel'
import type { HttpLimits } from './limits.ts'

/** What the requests of all parties together hold at the moment. */
export interface ServerLoad {
  /** Bytes of bodies in memory. */
  bodyBytes: number
  /** Requests whose body is still coming. */
  reading: number
  /** Handlers that run, also when their caller has been told that it is too late. */
  handlers: number
}

export interface BodyLimits {
  readonly bytesMax: number
  /** Milliseconds until the last byte. */
  readonly msMax: number
}

/**
 * Reads a body whole: refused after its headers when they say that it is too large, else after so many bytes. Whoever calls gives what was
 * held back to the load when the body is no longer needed. Reasons: message_too_large, request_too_slow, queue_full, malformed_message.
 */
export function readBody(
  request: IncomingMessage,
  response: ServerResponse,
  { bytesMax, msMax }: BodyLimits,
  load: ServerLoad,
  limits: Pick<HttpLimits, 'bodyBytesMax'>,
): Promise<Result<Uint8Array, Reasoned>> {
  const tooLarge = (): Result<Uint8Array, Reasoned> =>
    refuse('message_too_large', `more than ${bytesMax} bytes`)
  const gone = (): Result<Uint8Array, Reasoned> =>
    refuse('malformed_message', 'the body ended early')
  if (Number(request.headers['content-length'] ?? 0) > bytesMax) return Promise.resolve(tooLarge())
  if (request.destroyed) return Promise.resolve(gone())
  // RFC 9110 §10.1.1: whoever waits for it learns of a refusal before it sends the body.
  if (request.headers.expect !== undefined) response.writeContinue()
  return new Promise((resolve) => {
    const body = createByteCollector()
    load.reading += 1
    const end = (result: Result<Uint8Array, Reasoned>): void => {
      clearTimeout(timer)
      request.off('data', onData).off('end', onEnd).off('error', onGone).off('close', onGone)
      load.reading -= 1
      if (!result.ok) load.bodyBytes -= body.length
      resolve(result)
    }
    const onData = (chunk: Buffer): void => {
      if (body.length + chunk.length > bytesMax) end(tooLarge())
      else if (load.bodyBytes + chunk.length > limits.bodyBytesMax) {
        end(refuse('queue_full', 'bodies in memory'))
      } else {
        body.add(chunk)
        load.bodyBytes += chunk.length
      }
    }
    const onEnd = (): void => end(ok(body.bytes()))
    const onGone = (): void => end(gone())
    const timer = setTimeout(() => end(refuse('request_too_slow', 'the body')), msMax)
    request.on('data', onData).on('end', onEnd).on('error', onGone).on('close', onGone)
  })
}

/** Reads what is left of a body that nobody wants, and closes the connection once it is more than a refusal is worth. */
export function discardBody(
  request: IncomingMessage,
  { discardBytesMax }: Pick<HttpLimits, 'discardBytesMax'>,
): void {
  if (request.complete) return
  let discarded = 0
  request.on('data', (chunk: Buffer) => {
    discarded += chunk.length
    if (discarded > discardBytesMax) request.socket.destroy()
  })
}
