import { fork } from 'node:child_process'
import { once } from 'node:events'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Signer } from '@evenkeel/kernel'
import { createNativeSigner, readOrCreateKeyFile, systemRandom } from '@evenkeel/kernel/adapters'
import { createOrigin, type Origin } from './origin.ts'
import { type Answer, type Question, request } from './raw-http.ts'
import type { Answers, Ask, Ready } from './world-protocol.ts'

export interface HostileWorld extends Omit<Ready, 'keys'> {
  /** Asks a party over HTTP; with `asOperator` under its API key. */
  http(party: string, question: HttpQuestion): Promise<Answer>
  /** A request's JSON answer when all is well; throws otherwise. */
  // biome-ignore lint/suspicious/noExplicitAny: an answer as any client sees it
  ok(party: string, question: HttpQuestion): Promise<any>
  keyOf(party: string): string
  ask<Name extends Ask>(name: Name): Promise<Answers[Name]>
  /** The keys of an accredited issuer and of a named verifier, for what they could do if they lied. */
  readonly issuerSigner: Signer
  readonly verifierSigner: Signer
  /** A server of the attacker's. */
  readonly origin: Origin
  stop(): Promise<void>
  /** Ends the process as it is. */
  kill(): Promise<void>
}

/** A guard of the world taken away: a text of one of its files, and what stands there instead. */
export interface Mutation {
  /** Ends the file's path. */
  readonly file: string
  readonly find: string
  readonly replace: string
}

export interface HttpQuestion extends Omit<Question, 'headers'> {
  readonly headers?: Readonly<Record<string, string>>
  readonly asOperator?: boolean
  /** Sent as JSON. */
  readonly json?: unknown
  /** Sent as a form. */
  readonly form?: Readonly<Record<string, string>>
}

/** The heap that a world may have at most, in MiB; it rests at about 50. */
const HEAP_MB_MAX = 192
const EXEC_ARGV = [
  '--expose-gc',
  `--max-old-space-size=${HEAP_MB_MAX}`,
  '--disable-warning=ExperimentalWarning',
]
const FORM = 'application/x-www-form-urlencoded'

/** A module that changes the text of a file as it is loaded, and lets nothing start without the change. */
function mutatorOf({ file, find, replace }: Mutation): string {
  const code = `
    import { registerHooks } from 'node:module'
    registerHooks({
      load(url, context, next) {
        const loaded = next(url, context)
        if (!url.endsWith(${JSON.stringify(file)})) return loaded
        const source = Buffer.from(loaded.source).toString()
        if (!source.includes(${JSON.stringify(find)})) throw new Error('nothing to change in ' + url)
        return { ...loaded, source: source.replace(${JSON.stringify(find)}, () => ${JSON.stringify(replace)}) }
      },
    })`
  return `data:text/javascript,${encodeURIComponent(code)}`
}

/** Starts the world in a process of its own, and a server of the attacker's in this one. */
export async function openHostileWorld(mutation?: Mutation): Promise<HostileWorld> {
  const origin = await createOrigin()
  const child = fork(join(import.meta.dirname, 'world-process.ts'), {
    execArgv: [...EXEC_ARGV, ...(mutation ? ['--import', mutatorOf(mutation)] : [])],
    env: { ...process.env, NODE_OPTIONS: '' },
  })
  const ended = once(child, 'exit')
  const started = await Promise.race([once(child, 'message'), ended])
  const ready = started[0] as Ready
  if (typeof ready !== 'object' || ready === null) throw new Error('the world did not start')
  const pending = new Map<number, PromiseWithResolvers<never>>()
  child.on('message', ({ id, value, error }: { id: number; value: never; error?: string }) => {
    if (error === undefined) pending.get(id)?.resolve(value)
    else pending.get(id)?.reject(new Error(error))
    pending.delete(id)
  })
  child.on('exit', (code) => {
    for (const { reject } of pending.values()) reject(new Error(`the world ended with ${code}`))
  })
  let asked = 0
  const { keys, ...known } = ready

  function ask<Name extends Ask>(name: Name): Promise<Answers[Name]> {
    asked += 1
    const answer = Promise.withResolvers<never>()
    pending.set(asked, answer)
    child.send({ id: asked, ask: name })
    return answer.promise
  }

  function keyOf(party: string): string {
    const key = keys[party]
    if (key === undefined) throw new Error(`${party} takes no keys`)
    return key
  }

  function http(party: string, question: HttpQuestion): Promise<Answer> {
    const { headers = {}, asOperator = false, json, form, path, ...rest } = question
    const body = json !== undefined ? JSON.stringify(json) : form && `${new URLSearchParams(form)}`
    const type = json !== undefined ? 'application/json' : FORM
    return request(ready.url, {
      path: `/${party}${path}`,
      ...(body !== undefined && { body }),
      ...rest,
      headers: {
        ...(body !== undefined && { 'content-type': type }),
        ...(rest.method === 'POST' && { 'idempotency-key': crypto.randomUUID() }),
        ...(asOperator && { authorization: `Bearer ${keyOf(party)}` }),
        ...headers,
      },
    })
  }

  const seedOf = (name: string) =>
    readOrCreateKeyFile(join(ready.directory, `${name}.key`), systemRandom)
  return {
    ...known,
    http,
    async ok(party, question) {
      const answer = await http(party, question)
      if (answer.status >= 300) {
        throw new Error(`${question.method} ${question.path}: ${answer.status} ${answer.text}`)
      }
      return answer.json
    },
    keyOf,
    ask,
    issuerSigner: createNativeSigner('ES256', seedOf('issuer-strict-credentials')),
    verifierSigner: createNativeSigner('EdDSA', seedOf('verifier-a')),
    origin,
    async kill() {
      child.kill('SIGKILL')
      await ended
      await origin.close()
      rmSync(ready.directory, { recursive: true, force: true })
    },
    async stop() {
      const stopped = ask('stop').catch(() => undefined)
      await Promise.race([ended, stopped])
      await ended
      await origin.close()
    },
  }
}
